"""What one writes without a query engine: gzip, json, boto3's deserializer and a dictionary. Prints its figures."""

import gzip
import json
import resource
import sys
import time
from collections import Counter
from pathlib import Path

from boto3.dynamodb.types import TypeDeserializer

started = time.perf_counter()
deserialize = TypeDeserializer().deserialize
submitted: set[str] = set()
last: dict[str, tuple[int, str]] = {}
for file in sorted(Path(sys.argv[1]).rglob("*.json.gz")):
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for line in lines:
            item = {name: deserialize(value) for name, value in json.loads(line)["Item"].items()}
            if item["act"] == "submit":
                submitted.add(item["number"])
            if "answers" in item:
                version = (int(item["version"]), json.loads(item["answers"]).get(sys.argv[2]))
                last[item["number"]] = max(last.get(item["number"], version), version, key=lambda pair: pair[0])
counted = Counter(last[number][1] for number in submitted)
took = time.perf_counter() - started
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"first_s": took, "peak_mib": peak, "rows": sorted(counted.items())}))
