"""What the planner says about a district workbook, in Vietnamese and English.

Part of ``planner.messages.FAULTS``: the sentences for files, sheets, cells and references. Advice
stands on a second line, "Có lẽ" / "Maybe".
"""

WORKBOOK_FAULTS: dict[str, tuple[str, str]] = {
    # the file as a whole
    "no_such_file": (
        "không có tệp hoặc thư mục {value}",
        "there is no file or folder {value}",
    ),
    "empty_file": (
        "tệp {value} rỗng (0 byte)",
        "the file {value} is empty (0 bytes)",
    ),
    "not_a_workbook": (
        "{value} không phải sổ tính .xlsx, hoặc đã hỏng\n"
        "Có lẽ: lưu lại thành Excel Workbook (.xlsx)",
        "{value} is not an .xlsx workbook, or it is damaged\n"
        "Maybe save it as Excel Workbook (.xlsx)",
    ),
    "encrypted_or_old": (
        "{value} có mật khẩu, hoặc là .xls kiểu cũ\nCó lẽ: bỏ mật khẩu rồi lưu thành .xlsx",
        "{value} has a password, or is an old .xls\nMaybe remove the password and save it as .xlsx",
    ),
    "zip_bomb": (
        "{value} khai rằng khi mở ra có {what} là {found:,}, chỉ nhận đến {limit:,}; "
        "tệp chưa được mở",
        "{value} declares {what} of {found:,} once opened, more than {limit:,}; it was not opened",
    ),
    "no_csv_files": (
        "thư mục {value} không có tệp CSV nào của sổ huyện, chẳng hạn villages.csv",
        "the folder {value} holds no CSV file of a district, such as villages.csv",
    ),
    "not_utf8": (
        "dòng {line} không phải UTF-8\nCó lẽ: lưu lại thành CSV UTF-8",
        "line {line} is not UTF-8\nMaybe save it as CSV UTF-8",
    ),
    "unreadable_csv": (
        "không đọc được tệp CSV: {value}",
        "the CSV file cannot be read: {value}",
    ),
    "file_too_large": (
        "tệp lớn {found:,} byte, chỉ nhận đến {limit:,}",
        "the file has {found:,} bytes, more than {limit:,}",
    ),
    # sheets, headers and rows
    "missing_sheet": (
        "thiếu trang {value}",
        "the sheet {value} is missing",
    ),
    "duplicate_sheet": (
        "trang này trùng với trang {first}",
        "this sheet is the same as the sheet {first}",
    ),
    "missing_column": (
        "thiếu cột {field}",
        "the column {field} is missing",
    ),
    "unknown_column": (
        "không có cột nào tên {value!r}{hint}",
        "there is no column named {value!r}{hint}",
    ),
    "duplicate_column": (
        "cột {field} đã có ở {first}",
        "the column {field} is already at {first}",
    ),
    "no_header": (
        "ô có nội dung {value!r} nhưng cột không có tiêu đề ở hàng 1",
        "the cell holds {value!r} but its column has no header in row 1",
    ),
    "too_many_rows": (
        "có trang dài hơn {limit:,} hàng",
        "a sheet is longer than {limit:,} rows",
    ),
    "unknown_setting": (
        "không có cài đặt nào tên {value!r}{hint}",
        "there is no setting named {value!r}{hint}",
    ),
    "missing_setting": (
        "thiếu cài đặt {field}",
        "the setting {field} is missing",
    ),
    "duplicate_setting": (
        "cài đặt {field} đã có ở {first}",
        "the setting {field} is already at {first}",
    ),
    # one cell
    "wrong_type": (
        "{field} phải là {wanted}, không phải {value!r}",
        "{field} must be {wanted}, not {value!r}",
    ),
    "not_whole": (
        "{field} phải là số nguyên, không phải {value!r}",
        "{field} must be a whole number, not {value!r}",
    ),
    "number_as_text": (
        "{field} là số nhưng ghi dạng chữ: {value!r}; đúng ra là số {right}\n"
        "Có lẽ: đổi định dạng ô thành Số rồi nhập lại",
        "{field} is a number stored as text: {value!r}; it should be the number {right}\n"
        "Maybe format the cell as a number and type it again",
    ),
    "number_not_text": (
        "{field} phải là chữ, không phải số {value!r}, vì số 0 ở đầu bị mất; "
        "đúng ra là chữ {right!r}\n"
        "Có lẽ: đổi định dạng ô thành Văn bản rồi nhập lại",
        "{field} must be text, not the number {value!r}, which loses leading zeros; "
        "it should be the text {right!r}\n"
        "Maybe format the cell as text and type it again",
    ),
    "decimal_comma": (
        "{field} ghi dấu phẩy thập phân: {value!r}; đúng ra là số {right}",
        "{field} has a decimal comma: {value!r}; it should be the number {right}",
    ),
    "thousands_separator": (
        "{field} ghi dấu phân cách hàng nghìn: {value!r}; đúng ra là số {right}",
        "{field} has a thousands separator: {value!r}; it should be the number {right}",
    ),
    "date_as_text": (
        "{field} là ngày nhưng ghi dạng chữ: {value!r}; đúng ra là ngày {right}",
        "{field} is a date written as text: {value!r}; it should be the date {right}",
    ),
    "date_form": (
        "{field} phải ghi năm-tháng-ngày, không phải {value!r}; đúng ra là {right}",
        "{field} must be written year-month-day, not {value!r}; it should be {right}",
    ),
    "unknown_word": (
        "{field} không nhận {value!r}; các từ được nhận: {choices}",
        "{field} does not take {value!r}; it takes: {choices}",
    ),
    "legacy_encoding": (
        "{field} ghi bằng bảng mã cũ {encoding}: {value!r}; đúng ra là {right!r}\n"
        "Có lẽ: chuyển cả tệp sang Unicode dựng sẵn",
        "{field} is in the old encoding {encoding}: {value!r}; it should be {right!r}\n"
        "Maybe convert the whole file to precomposed Unicode",
    ),
    "unprintable": (
        "{field} có ký tự điều khiển không in được: {value!r}",
        "{field} holds a control character: {value!r}",
    ),
    "too_long": (
        "{field} dài {found:,} ký tự, chỉ nhận đến {limit:,}",
        "{field} has {found:,} characters, more than {limit:,}",
    ),
    "formula_without_value": (
        "{field} là công thức chưa có kết quả lưu sẵn: {value}\n"
        "Có lẽ: mở tệp bằng Excel hoặc LibreOffice, lưu lại, hoặc dán giá trị",
        "{field} is a formula without a stored result: {value}\n"
        "Maybe open the file in Excel or LibreOffice and save it, or paste the value",
    ),
    "error_value": (
        "{field} là giá trị lỗi {value}",
        "{field} is the error value {value}",
    ),
    "bad_rule": (
        "{field} không phải quy tắc lặp (RRULE, RFC 5545): {value!r}; "
        "ví dụ đúng: FREQ=WEEKLY;BYDAY=SU",
        "{field} is not a recurrence rule (RRULE, RFC 5545): {value!r}; "
        "a right one: FREQ=WEEKLY;BYDAY=SU",
    ),
    "unknown_timezone": (
        "{field} không phải múi giờ: {value!r}; ví dụ đúng: Asia/Ho_Chi_Minh",
        "{field} is not a time zone: {value!r}; a right one: Asia/Ho_Chi_Minh",
    ),
    # between cells
    "unknown_commune": (
        "{field}: không có xã nào mang mã {value!r}{hint}",
        "{field}: no commune has the code {value!r}{hint}",
    ),
    "unknown_reference": (
        "{field}: không có {what} nào mang mã {value!r}{hint}",
        "{field}: no {what} has the id {value!r}{hint}",
    ),
    "road_to_nowhere": (
        "{field}: con đường dẫn đến {value!r}, không có địa điểm hay bản nào mang mã ấy{hint}",
        "{field}: the road leads to {value!r}, which no place and no village has as its id{hint}",
    ),
    "unreachable_village": (
        "không con đường nào nối bản {value!r} với trụ sở của một tổ",
        "no road joins the village {value!r} to the base of any team",
    ),
    "duplicate": (
        "{field} {value} đã có ở {first}",
        "{field} {value} is already at {first}",
    ),
    "duplicate_village_name": (
        "bản {value!r} đã có ở {first}, cùng xã\nCó lẽ: cùng một bản ghi hai lần",
        "the village {value!r} is already at {first}, in the same commune\n"
        "Maybe one village was entered twice",
    ),
}
