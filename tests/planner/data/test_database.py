"""The database file: how it is opened, migrated, and refused."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from planner.data.database import FILE_NAME, open_database, reading, writing
from planner.data.schema import metadata
from planner.errors import StorageError


def test_the_steps_lead_to_the_schema_that_the_code_uses(tmp_path: Path) -> None:
    with reading(open_database(tmp_path)) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_connections_are_durable_patient_and_keep_references(tmp_path: Path) -> None:
    with reading(open_database(tmp_path)) as connection:
        values = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    full = 2
    assert values == {
        "journal_mode": "wal",
        "synchronous": full,
        "foreign_keys": 1,
        "busy_timeout": 10_000,
    }


def test_the_database_keeps_one_row_for_a_revision(tmp_path: Path) -> None:
    """Also against code that asks nobody: number and plan are the database's own rules."""
    engine = open_database(tmp_path)
    with writing(engine) as connection:
        connection.exec_driver_sql("INSERT INTO districts VALUES (1, 'a', '{}')")
        connection.exec_driver_sql("INSERT INTO plans VALUES (1, 1, '2022-09-01', 'a', '{}')")
        connection.exec_driver_sql("INSERT INTO revisions VALUES (1, 1, '2022-09-01', '')")
    for number, plan_id in ((1, 1), (2, 9)):
        with pytest.raises(IntegrityError), writing(engine) as connection:
            connection.exec_driver_sql(
                "INSERT INTO revisions VALUES (?, ?, '2022-09-01', '')", (number, plan_id)
            )


def test_opening_again_changes_nothing(tmp_path: Path) -> None:
    open_database(tmp_path)
    before = (tmp_path / FILE_NAME).read_bytes()
    open_database(tmp_path)
    assert (tmp_path / FILE_NAME).read_bytes() == before


def test_a_folder_with_odd_signs_in_its_name(tmp_path: Path) -> None:
    open_database(tmp_path / "Lên Bản 100% ?#")
    assert (tmp_path / "Lên Bản 100% ?#" / FILE_NAME).exists()


def test_a_file_of_a_newer_version_is_refused_untouched(tmp_path: Path) -> None:
    with writing(open_database(tmp_path)) as connection:
        known = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    before = (tmp_path / FILE_NAME).read_bytes()
    with pytest.raises(StorageError) as caught:
        open_database(tmp_path)
    path = tmp_path / FILE_NAME
    assert caught.value.text("en").splitlines() == [
        f"the store {path} was written by a newer Lên Bản (form 9999); "
        f"this one reads up to form {known}",
        "Maybe install the newer Lên Bản",
    ]
    assert path.read_bytes() == before


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"%PDF-1.7 not a database, but long enough" * 100)
    with pytest.raises(StorageError, match="file is not a database") as caught:
        open_database(tmp_path)
    assert caught.value.__cause__ is not None


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file stands where the folder should")
    with pytest.raises(StorageError) as caught:
        open_database(tmp_path / "taken" / "data")
    assert isinstance(caught.value.__cause__, OSError)
