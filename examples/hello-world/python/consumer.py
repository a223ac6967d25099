"""Prints the records of the topic hello as a member of the group python. End with Ctrl+C.

Start it twice and the two share the partitions; start it again later and it goes on where the group was.
"""

import os

from kafka import KafkaConsumer

TOPIC = "hello"
GROUP = "python"
BOOTSTRAP_SERVER = os.environ.get("BOOTSTRAP_SERVER", "localhost:9092")

consumer = KafkaConsumer(
    TOPIC,
    bootstrap_servers=BOOTSTRAP_SERVER,
    group_id=GROUP,
    auto_offset_reset="earliest",  # where a new group begins
)
try:
    for record in consumer:
        key = "" if record.key is None else record.key.decode() + ": "
        value = "" if record.value is None else record.value.decode()
        print(f"[{record.partition}:{record.offset}] {key}{value}", flush=True)
except KeyboardInterrupt:
    pass
finally:
    consumer.close()  # commits, and lets the others of the group take over at once
