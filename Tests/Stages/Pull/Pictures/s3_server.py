"""An S3 server for the tests: moto, with objects of the keys given, and signatures checked.

    python s3_server.py [--unchecked] KEY...

Prints one line of JSON: the endpoint, an access key, its secret. Ends when its parent does."""
import json
import os
import sys
import threading
import time
import urllib.request


def end_with_parent(parent):
    while os.getppid() == parent:
        time.sleep(0.2)
    os._exit(0)


threading.Thread(target=end_with_parent, args=(os.getppid(),), daemon=True).start()

os.environ.update(AWS_ACCESS_KEY_ID="setup", AWS_SECRET_ACCESS_KEY="setup", AWS_DEFAULT_REGION="eu-central-1")
import logging

import boto3
from moto.server import ThreadedMotoServer

logging.getLogger("werkzeug").setLevel(logging.ERROR)
server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
endpoint = "http://%s:%s" % server.get_host_and_port()

s3 = boto3.client("s3", endpoint_url=endpoint)
s3.create_bucket(Bucket="images", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
checks = sys.argv[1] != "--unchecked"
for key in sys.argv[1 if checks else 2 :]:
    s3.put_object(Bucket="images", Key=key, Body=("bytes of " + key).encode())

iam = boto3.client("iam", endpoint_url=endpoint)
iam.create_user(UserName="reader")
policy = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}
iam.put_user_policy(UserName="reader", PolicyName="read", PolicyDocument=json.dumps(policy))
key = iam.create_access_key(UserName="reader")["AccessKey"]

# From then on every request has to be signed, by a key that exists.
if checks:
    settings = urllib.request.Request(
        endpoint + "/moto-api/reset-auth", data=b"0", method="POST", headers={"Content-Type": "text/plain"})
    urllib.request.urlopen(settings)
print(json.dumps({"url": endpoint, "id": key["AccessKeyId"], "secret": key["SecretAccessKey"]}), flush=True)
while True:
    time.sleep(60)
