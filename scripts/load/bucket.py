"""A bucket of S3 whose objects outlive a restart: `python -m scripts.load.bucket PORT FILE`.

moto's server holds them in memory. So this one answers nobody before they are back from the file,
and writes them there at its end, when it answers nobody any longer.
"""

from __future__ import annotations

import pickle
import signal
import sys
import threading
from pathlib import Path

BUCKET, KEY, SECRET = "salkku", "key", "secret"


def main(port: int, file: Path) -> None:
    import boto3
    from moto.server import ThreadedMotoServer

    within = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    within.start()
    host, its_port = within.get_host_and_port()
    bucket = boto3.resource(
        "s3", endpoint_url=f"http://{host}:{its_port}", region_name="us-east-1",
        aws_access_key_id=KEY, aws_secret_access_key=SECRET,
    ).create_bucket(Bucket=BUCKET)  # fmt: skip
    if file.exists():
        for key, body in pickle.loads(file.read_bytes()).items():
            bucket.put_object(Key=key, Body=body)
    told = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_signal: told.set())
    without = ThreadedMotoServer(ip_address="127.0.0.1", port=port, verbose=False)
    without.start()  # both hold the same objects: they are those of the process
    told.wait()
    without.stop()
    kept = {each.key: each.get()["Body"].read() for each in bucket.objects.all()}
    file.write_bytes(pickle.dumps(kept))


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
