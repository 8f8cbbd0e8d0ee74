"""What is said of accounts, passwords and one-time links."""

ACCOUNT_FAULTS: dict[str, tuple[str, str]] = {
    "too_long": (
        "{field} dài {value} ký tự, nhiều nhất là {limit}",
        "{field} has {value} signs, {limit} at most",
    ),
    "unseen_signs": (
        "{field} có ký tự không nhìn thấy được",
        "{field} has signs that cannot be seen",
    ),
    "password_short": (
        "{field} phải có ít nhất {limit} ký tự\nCó lẽ: ghép vài từ dễ nhớ với nhau",
        "{field} must have {limit} signs or more\nMaybe join a few words that you remember",
    ),
    "password_easy": (
        "{field} quá dễ đoán: không được trùng tên đăng nhập hay lặp một ký tự",
        "{field} is too easy to guess: not the name itself, nor one sign again and again",
    ),
    "passwords_differ": (
        "hai lần gõ mật khẩu không giống nhau",
        "the two passwords are not the same",
    ),
    "wrong_password": (
        "mật khẩu hiện nay không đúng",
        "the present password is not right",
    ),
    "password_wait": (
        "sai quá nhiều lần: chờ {wait} giây rồi thử lại",
        "wrong too often: wait {wait} seconds, then try again",
    ),
    "choose_role": (
        "hãy chọn một vai trò",
        "choose a role",
    ),
    "officer_without_commune": (
        "cán bộ xã phải thuộc một xã\nCó lẽ: --commune MÃ_XÃ",
        "a commune officer needs a commune\nMaybe --commune CODE",
    ),
    "name_taken": (
        "tên đăng nhập {value} đã có người dùng",
        "the sign-in name {value} is taken",
    ),
    "last_coordinator": (
        "{value} là điều phối viên cuối cùng: không thể đổi vai trò hay khoá\n"
        "Có lẽ: thêm một điều phối viên khác trước",
        "{value} is the last coordinator: the role cannot be changed, nor the account closed\n"
        "Maybe add another coordinator first",
    ),
    "no_such_account": (
        "không có tài khoản {value}",
        "there is no account {value}",
    ),
    "account_changed": (
        "tài khoản {value} vừa được người khác thay đổi",
        "somebody else has just changed the account {value}",
    ),
    "account_closed": (
        "tài khoản {value} đã khoá\nCó lẽ: mở lại bằng lenban accounts role",
        "the account {value} is closed\nMaybe open it again with lenban accounts role",
    ),
    "accounts_exist": (
        "đã có tài khoản: liên kết thiết lập chỉ dành cho lần đầu\n"
        "Có lẽ: nêu tên tài khoản, lenban accounts link TÊN",
        "there are accounts: the set-up link is for the first time only\n"
        "Maybe name the account, lenban accounts link NAME",
    ),
    "link_over": (
        "liên kết này đã dùng, đã hết hạn hoặc không đúng",
        "this link has been used, has expired, or is not right",
    ),
}
