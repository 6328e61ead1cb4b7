"""The table as files and back: whole, or refused by name."""

from __future__ import annotations

import gzip
import json
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from botocore.session import Session as Botocore
from moto import mock_aws

from chalicelib.call import say
from chalicelib.store.event_table import EventTable
from staff.console.errors import Failed
from staff.export import export_verification, point_in_time, scanning
from staff.export.export_layout import FILES, SUMMARY, ExportFile, Manifest, md5_text
from staff.export.export_opening import open_export
from staff.export.export_verification import verify
from staff.export.point_in_time import ExportRequest, NoExportHere
from staff.export.scanning import IntoBucket, IntoFolder
from staff.export.zip_files import Zip
from staff.main import main
from tests.building import OPEN, event
from tests.staff.export_building import (
    AS_OF,
    TABLE,
    desk,
    full_export,
    incremental_export,
    invented,
    items,
    rows,
)  # fmt: skip
from tests.store.engines import CREDENTIALS, make_table

BUCKET = "exports"


@pytest.fixture
def cloud(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Any]]:
    """A table with sixty lives and an empty bucket, both in moto; the environment is a staff member's."""
    environment = zip(
        ("AWS_DEFAULT_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"), CREDENTIALS.values(), strict=True
    )
    for name, value in (*environment, ("EXPORTS_BUCKET", BUCKET), ("COLUMNS", "200")):
        monkeypatch.setenv(name, value)
    with mock_aws():
        dynamo, s3 = (Botocore().create_client(service, **CREDENTIALS) for service in ("dynamodb", "s3"))
        s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": CREDENTIALS["region_name"]})
        table = make_table(dynamo)
        store = EventTable(dynamo, table)
        for life in invented(60):
            for each in life:
                store.append(each)
        monkeypatch.setenv("TABLE_NAME", table)
        yield {"dynamodb": dynamo, "s3": s3, "table": table}


def scanned(path: Path) -> list[Any]:
    return [
        json.loads(line)["Item"] for file in path.rglob("*.json.gz") for line in gzip.open(file, "rt", encoding="utf-8")
    ]


def by_key(found: list[Any]) -> dict[Any, Any]:
    return {(item["pk"]["S"], item["sk"]["S"]): item for item in found}


def test_a_scan_writes_every_item_once_in_the_layout_of_dynamodb(cloud: dict[str, Any], tmp_path: Path) -> None:
    seen: list[int] = []
    folder = scanning.scan(cloud["dynamodb"], cloud["table"], IntoFolder(tmp_path), AS_OF, seen.append)
    written = items(invented(60))
    assert by_key(scanned(tmp_path)) == by_key(written) and sum(seen) == len(written)
    assert {file.name for file in (tmp_path / folder).iterdir() if file.is_file()} == {
        "_started", SUMMARY, FILES, "manifest-summary.md5", "manifest-files.md5",
    }  # fmt: skip
    export = open_export(str(tmp_path), lambda service: None)
    verify(export)
    assert (export.items, export.as_of, len(export.full.files)) == (len(written), AS_OF, scanning.SEGMENTS)
    summary = json.loads((tmp_path / folder / SUMMARY).read_bytes())
    assert summary["manifestFilesS3Key"] == f"{folder}/{FILES}" and summary["outputFormat"] == "DYNAMODB_JSON"
    assert (tmp_path / folder / "manifest-files.md5").read_text() == md5_text((tmp_path / folder / FILES).read_bytes())


def test_the_command_scans_where_dynamodb_cannot_export_says_so_and_lays_the_dictionary_beside(
    cloud: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """moto takes the request and writes its data, but no manifest: as little to be believed as ministack's none."""
    cloud["dynamodb"].update_continuous_backups(
        TableName=cloud["table"], PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True}
    )
    assert main(["export", "--to", f"s3://{BUCKET}/autumn", "--json", "--lang", "ru", "--at", AS_OF.isoformat()]) == 0
    out, err = capsys.readouterr()
    told = json.loads(out)
    assert told["method"] == "scan" and "Экспорта DynamoDB здесь нет" in err
    export = open_export(told["place"].rpartition("/AWSDynamoDB")[0], lambda service: cloud["s3"])
    verify(export)
    assert export.items == len(items(invented(60)))
    beside = {name.rpartition("/")[2] for name in export.storage.names() if "dictionary" in name}
    assert beside == {"dictionary.json", "dictionary.kk.html", "dictionary.ru.html"}


def test_an_export_in_s3_is_asked_where_it_lies_and_the_parquet_stays_beside_it(
    cloud: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    scanning.scan(cloud["dynamodb"], cloud["table"], IntoBucket(cloud["s3"], BUCKET, "autumn"), AS_OF, lambda n: None)
    for _ in range(2):
        assert main(["query", "where_applications_stand", "--from", f"s3://{BUCKET}/autumn", "--json"]) == 0
        counted = json.loads(capsys.readouterr().out)
        assert sum(row["applications"] for row in counted) == 60
        keys = [entry["Key"] for entry in cloud["s3"].list_objects_v2(Bucket=BUCKET)["Contents"]]
        assert len([key for key in keys if key.endswith(".parquet")]) == 1


def test_what_moto_writes_is_read_once_a_manifest_says_what_it_should_be(cloud: dict[str, Any], tmp_path: Path) -> None:
    """Another writer's lines: other blanks, letters as \\u escapes."""
    cloud["dynamodb"].update_continuous_backups(
        TableName=cloud["table"], PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True}
    )
    arn = cloud["dynamodb"].describe_table(TableName=cloud["table"])["Table"]["TableArn"]
    with pytest.raises(NoExportHere):
        point_in_time.export(
            cloud["dynamodb"], cloud["s3"], ExportRequest(arn, BUCKET, "moto"), lambda n: None, lambda s: None
        )
    [entry] = cloud["s3"].list_objects_v2(Bucket=BUCKET, Prefix="moto/")["Contents"]
    content = cloud["s3"].get_object(Bucket=BUCKET, Key=entry["Key"])["Body"].read()
    place = tmp_path / "place"
    (place / "AWSDynamoDB/1/data").mkdir(parents=True)
    (place / "AWSDynamoDB/1/data" / Path(entry["Key"]).name).write_bytes(content)
    count = len(gzip.decompress(content).splitlines())
    file = ExportFile(entry["Key"], count, md5_text(content))
    manifest = Manifest("AWSDynamoDB/1", "FULL_EXPORT", arn, AS_OF, None, count, (file,))
    scanning.finish(manifest, tmp_path, IntoFolder(place), {})
    counted = rows(desk(place), "SELECT count(*) FROM applications")
    assert counted == [(60,)]


class FakeDynamo:
    """Exports as DynamoDB does: some time in progress, then the files are there."""

    def __init__(self, states: list[str], manifest: str = "") -> None:
        self.states, self.manifest, self.asked = states, manifest, {}

    def export_table_to_point_in_time(self, **asked: Any) -> Any:
        self.asked = asked
        return {"ExportDescription": {"ExportArn": f"{TABLE}/export/01633413600000-0a1b2c3d"}}

    def describe_export(self, ExportArn: str) -> Any:
        told = {"ExportStatus": self.states.pop(0), "FailureCode": "S3NoSuchBucket", "FailureMessage": "no such bucket"}
        return {"ExportDescription": told | ({"ExportManifest": self.manifest} if self.manifest else {})}


@pytest.mark.parametrize("told", ["", "AWSDynamoDB/01633413600000-0a1b2c3d/manifest-summary.json"])
def test_dynamodbs_own_export_is_followed_until_its_manifest_is_there(
    cloud: dict[str, Any], tmp_path: Path, told: str
) -> None:
    full_export(tmp_path, items(invented(3)), [])
    for file in tmp_path.rglob("*.*"):
        cloud["s3"].put_object(Bucket=BUCKET, Key=f"p/{file.relative_to(tmp_path).as_posix()}", Body=file.read_bytes())
    dynamo, seen, waited = FakeDynamo(["IN_PROGRESS", "IN_PROGRESS", "COMPLETED"], told), [], []
    folder = point_in_time.export(dynamo, cloud["s3"], ExportRequest(TABLE, BUCKET, "p"), seen.append, waited.append)
    assert folder == "p/AWSDynamoDB/01633413600000-0a1b2c3d"
    assert seen == [2, 2, 2] and waited == [point_in_time.PAUSE] * 2
    assert dynamo.asked == {
        "TableArn": TABLE, "S3Bucket": BUCKET, "S3Prefix": "p", "ExportFormat": "DYNAMODB_JSON",
        "ExportType": "FULL_EXPORT",
    }  # fmt: skip


def test_an_incremental_export_is_asked_for_its_window() -> None:
    asked = ExportRequest(TABLE, BUCKET, "", OPEN, AS_OF).request()
    assert asked["ExportType"] == "INCREMENTAL_EXPORT"
    assert asked["IncrementalExportSpecification"] == {
        "ExportFromTime": OPEN, "ExportToTime": AS_OF, "ExportViewType": "NEW_IMAGE",
    }  # fmt: skip


def test_an_export_that_dynamodb_gave_up_says_why(cloud: dict[str, Any]) -> None:
    with pytest.raises(Failed) as stopped:
        point_in_time.export(
            FakeDynamo(["FAILED"]), cloud["s3"], ExportRequest(TABLE, BUCKET), lambda n: None, lambda s: None
        )
    assert stopped.value.key == "export.gave_up" and stopped.value.params["code"] == "S3NoSuchBucket"


def test_a_table_without_point_in_time_recovery_is_scanned_instead(cloud: dict[str, Any]) -> None:
    arn = cloud["dynamodb"].describe_table(TableName=cloud["table"])["Table"]["TableArn"]
    with pytest.raises(NoExportHere, match="PointInTimeRecoveryUnavailable"):
        point_in_time.export(
            cloud["dynamodb"], cloud["s3"], ExportRequest(arn, BUCKET, "p"), lambda n: None, lambda s: None
        )


def test_an_increment_cannot_be_scanned(cloud: dict[str, Any], tmp_path: Path) -> None:
    assert main(["export", "--since", OPEN.isoformat(), "--to", str(tmp_path)]) == 2
    assert main(["export", "--since", OPEN.isoformat(), "--to", f"s3://{BUCKET}/autumn"]) == 2


# ---------------------------------------------------------------- what is not whole is refused by name


def one_export(tmp_path: Path) -> Path:
    lives = invented(40)
    return full_export(tmp_path, items(lives[:20]), items(lives[20:]), [])


def refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    code = main(["query", "SELECT count(*) FROM applications", "--from", str(tmp_path), "--lang", "ru"])
    out, err = capsys.readouterr()
    assert out == "" and err.count("\n") == 1, (out, err)
    return code, err


def data_files(export: Path) -> list[Path]:
    return sorted((export / "data").iterdir(), key=lambda file: -file.stat().st_size)


def test_a_truncated_file_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    victim = data_files(one_export(tmp_path))[0]
    victim.write_bytes(victim.read_bytes()[:-100])
    code, line = refused(tmp_path, capsys)
    assert code != 0 and victim.name in line


def test_a_missing_file_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    victim = data_files(one_export(tmp_path))[1]
    victim.unlink()
    code, line = refused(tmp_path, capsys)
    assert code != 0 and victim.name in line


def test_a_file_with_other_items_than_its_manifest_says_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The bytes are what the manifest says, the number of items is not: also on the raw, first question."""
    export = one_export(tmp_path)
    rewrite(export, lambda file: file | {"itemCount": file["itemCount"] + 1} if file["itemCount"] else file)
    code, line = refused(tmp_path, capsys)
    assert code != 0 and any(file.name in line for file in data_files(export)[:2])
    assert not list(tmp_path.rglob("*.parquet"))


def rewrite(export: Path, change: Any) -> None:
    """Change the lines of the manifest, and the sum in the summary with them."""
    lines = [change(json.loads(line)) for line in (export / FILES).read_text().splitlines()]
    (export / FILES).write_text("".join(json.dumps(line) + "\n" for line in lines))
    summary = json.loads((export / SUMMARY).read_bytes())
    (export / SUMMARY).write_text(json.dumps(summary | {"itemCount": sum(line["itemCount"] for line in lines)}))


def test_a_manifest_that_contradicts_itself_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    export = one_export(tmp_path)
    summary = json.loads((export / SUMMARY).read_bytes())
    (export / SUMMARY).write_text(json.dumps(summary | {"itemCount": 1}))
    code, line = refused(tmp_path, capsys)
    assert code != 0 and FILES in line


@pytest.mark.parametrize(
    "content", [{"Item": {"id": {"N": "1"}}}, {"pk": "application#1", "sk": "event#1"}, {"Item": {"pk": {"N": "1"}}}]
)
def test_another_tables_export_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str], content: Any) -> None:
    export = one_export(tmp_path)
    victim = data_files(export)[0]
    victim.write_bytes(gzip.compress(json.dumps(content).encode() + b"\n"))

    def honest(file: Any) -> Any:
        if not file["dataFileS3Key"].endswith(victim.name):
            return file
        return file | {"itemCount": 1, "md5Checksum": md5_text(victim.read_bytes()), "etag": ""}

    rewrite(export, honest)
    code, line = refused(tmp_path, capsys)
    assert code != 0 and victim.name in line


@pytest.mark.parametrize("summary", [b"", b"[]", b"{}", b'{"outputFormat": "ION"}', b"\xff"])
def test_a_foreign_manifest_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str], summary: bytes) -> None:
    (one_export(tmp_path) / SUMMARY).write_bytes(summary)
    code, line = refused(tmp_path, capsys)
    assert code != 0 and SUMMARY in line


def test_an_empty_place_an_unfinished_export_and_no_place_at_all(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert refused(tmp_path / "nowhere", capsys)[0] == 2
    (tmp_path / "empty").mkdir()
    assert refused(tmp_path / "empty", capsys)[0] == 5
    (one_export(tmp_path / "half") / SUMMARY).unlink()
    code, line = refused(tmp_path / "half", capsys)
    assert code == 5 and "не закончена" in line
    (tmp_path / "broken.zip").write_bytes(b"PK\x03\x04 half a download")
    assert refused(tmp_path / "broken.zip", capsys)[0] == 5


def test_an_export_of_an_empty_table_answers_nothing_and_breaks_nothing(tmp_path: Path) -> None:
    full_export(tmp_path, [], [])
    assert rows(desk(tmp_path), "SELECT count(*) FROM applications") == [(0,)]


def test_a_zip_is_asked_as_it_is_and_a_damaged_one_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    export = one_export(tmp_path / "folder")
    with zipfile.ZipFile(tmp_path / "export.zip", "w") as packed:
        for file in (tmp_path / "folder").rglob("*.*"):
            packed.write(file, f"Жүктелген/{file.relative_to(tmp_path / 'folder')}")
    for _ in range(2):
        assert rows(desk(tmp_path / "export.zip"), "SELECT count(*) FROM applications") == [(40,)]
    content = bytearray((tmp_path / "export.zip").read_bytes())
    at = content.index(data_files(export)[0].read_bytes()[500:600])
    content[at] ^= 1
    (tmp_path / "export.zip").write_bytes(content)
    code, line = refused(tmp_path / "export.zip", capsys)
    assert code != 0 and ".json.gz" in line


def test_a_name_that_would_leave_the_temporary_folder_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "export.zip", "w") as packed:
        packed.writestr("../../evil.json.gz", b"x")
    with pytest.raises(Failed) as stopped:
        Zip(tmp_path / "export.zip").local("../../evil.json.gz")
    assert stopped.value.key == "export.foreign"


def test_the_folder_of_the_export_itself_may_be_given_and_a_copy_elsewhere_reads(tmp_path: Path) -> None:
    export = one_export(tmp_path / "AWSDynamoDB-of-autumn")
    assert rows(desk(export), "SELECT count(*) FROM applications") == [(40,)]
    moved = export.rename(tmp_path / "copy")
    assert rows(desk(moved), "SELECT count(*) FROM applications") == [(40,)]


# ---------------------------------------------------------------- increments


def test_increments_are_merged_the_last_word_counts_and_what_is_gone_is_gone(tmp_path: Path) -> None:
    first, second = event(number="2222-2222"), event(number="3333-3333")
    withdrawn = event(number="2222-2222", seq=2, act="withdraw", before="submitted", status="withdrawn", answers=None)
    later = event(number="4444-4444", at=AS_OF)
    old, changed = ([item] for item in items([[event(number="5555-5555", actor=who)] for who in ("old", "new")]))
    full_export(tmp_path, items([[first], [second]]), old)
    day = timedelta(days=1)
    incremental_export(tmp_path, AS_OF, AS_OF + day, [*items([[withdrawn]]), *changed], name="0163350-a")
    incremental_export(tmp_path, AS_OF + day, AS_OF + 2 * day, items([[later]]), items([[second]]), name="0163360-b")
    for _ in ("raw", "made"):
        opened = desk(tmp_path)
        found = rows(opened, "SELECT number, status FROM applications ORDER BY number")
        assert found == [("2222-2222", "withdrawn"), ("4444-4444", "submitted"), ("5555-5555", "submitted")]
        assert rows(opened, "SELECT actor FROM events WHERE number = '5555-5555'") == [("new",)]
        assert opened.export.as_of == AS_OF + 2 * day
        opened.make_parquet()


def test_a_gap_between_exports_is_refused_and_increments_alone_are_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    hour = timedelta(hours=1)
    full_export(tmp_path, items(invented(2)))
    incremental_export(tmp_path, AS_OF + hour, AS_OF + 2 * hour, [], name="0163350-gap")
    code, line = refused(tmp_path, capsys)
    assert code == 5 and "0163350-gap" in line
    incremental_export(tmp_path / "alone", AS_OF, AS_OF + hour, [])
    assert refused(tmp_path / "alone", capsys)[0] == 5


def test_a_newer_full_export_makes_older_ones_and_their_increments_history(tmp_path: Path) -> None:
    full_export(tmp_path, items(invented(5)))
    incremental_export(tmp_path, AS_OF, AS_OF + timedelta(hours=1), items([[event()]]))
    full_export(tmp_path, items(invented(7, seed=2)), at=AS_OF + timedelta(days=3), name="0163400-new")
    opened = desk(tmp_path)
    assert rows(opened, "SELECT count(*) FROM applications") == [(7,)]
    assert opened.export.increments == ()


def test_exports_of_two_tables_in_one_place_are_not_mixed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one_export(tmp_path)
    other = full_export(tmp_path, items(invented(1)), name="0163399-other")
    summary = json.loads((other / SUMMARY).read_bytes())
    (other / SUMMARY).write_text(json.dumps(summary | {"tableArn": "arn:another"}))
    assert refused(tmp_path, capsys)[0] == 5


def test_verifying_reads_each_file_once(tmp_path: Path) -> None:
    one_export(tmp_path)
    seen: list[int] = []
    export_verification.verify(open_export(str(tmp_path), lambda service: None), seen.append)
    assert seen == [1, 1, 1]


def test_an_id_looks_like_dynamodbs() -> None:
    assert scanning.new_id(datetime(2021, 10, 5, 6, tzinfo=UTC)).startswith("01633413600000-")


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_a_scan_says_in_its_answer_its_manifest_and_its_dictionary_that_it_is_no_snapshot(
    cloud: dict[str, Any], tmp_path: Path, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", "--to", str(tmp_path), "--json", "--lang", language]) == 0
    assert json.loads(capsys.readouterr().out)["snapshot"] is False
    [manifest], [told] = tmp_path.rglob("manifest-summary.json"), tmp_path.rglob("dictionary.json")
    assert json.loads(manifest.read_text("utf-8"))["snapshot"] is False
    assert json.loads(told.read_text("utf-8"))["export"] == {"method": "scan", "snapshot": False}
    [page] = tmp_path.rglob(f"dictionary.{language}.html")
    assert say("reports", "dictionary.scanned", language) in page.read_text("utf-8")
