"""Files in a bucket of any store that speaks S3: for several machines, and for those who keep backups of their own."""

from datetime import datetime

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from shared.errors import Unavailable

from .store import FileGone, checked, sound

GONE = ("NoSuchKey", "404", "NotFound")
HOW = Config(
    connect_timeout=3,
    read_timeout=20,
    retries={"mode": "standard", "total_max_attempts": 3},
    signature_version="s3v4",
    s3={"addressing_style": "path"},
    # stores other than Amazon's refuse checksums they do not know; what is read is held against its name anyway
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
)


class BucketFiles:
    """A put is whole or not there: S3 shows no half an object."""

    def __init__(self, bucket: str, prefix: str = "", *, endpoint=None, region=None, access_key="", secret_key=""):
        self.bucket, self.prefix = bucket, prefix.strip("/")
        keys = {"aws_access_key_id": access_key, "aws_secret_access_key": secret_key} if access_key else {}
        session = boto3.session.Session()
        self._client = session.client("s3", endpoint_url=endpoint, region_name=region, config=HOW, **keys)

    def put(self, key: str, content: bytes) -> None:
        self._ask("put_object", key, Body=content, ContentType="application/octet-stream")

    def read(self, key: str) -> bytes:
        answer = self._ask("get_object", key)
        try:
            return sound(key, answer["Body"].read())
        except BotoCoreError as error:
            raise Unavailable("The file store broke off.") from error

    def remove(self, key: str) -> None:
        self._ask("delete_object", key)

    def forget_unfinished(self, before: datetime) -> int:
        return 0

    def _ask(self, verb: str, key: str, **facts) -> dict:
        name = f"{self.prefix}/{checked(key)}" if self.prefix else checked(key)
        try:
            return getattr(self._client, verb)(Bucket=self.bucket, Key=name, **facts)
        except ClientError as error:
            if error.response.get("Error", {}).get("Code") in GONE:
                raise FileGone("This file is not stored (any more).") from None
            raise Unavailable("The file store refused.") from error
        except BotoCoreError as error:
            raise Unavailable("The file store does not answer.") from error
