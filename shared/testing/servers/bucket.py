"""A store that speaks S3, on this machine only, with one bucket: moto's server, in a thread of the tests."""

from collections.abc import Iterator
from contextlib import contextmanager

ACCESS_KEY, SECRET_KEY, BUCKET = "key", "secret", "files"


@contextmanager
def s3_server() -> Iterator[str]:
    """Its address. Both packages take a while to load, so only who asks for a bucket loads them."""
    import boto3
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    keys = {"aws_access_key_id": ACCESS_KEY, "aws_secret_access_key": SECRET_KEY, "region_name": "us-east-1"}
    boto3.client("s3", endpoint_url=f"http://{host}:{port}", **keys).create_bucket(Bucket=BUCKET)
    try:
        yield f"http://{host}:{port}"
    finally:
        server.stop()
