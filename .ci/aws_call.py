"""The few calls of AWS that .ci/sam-deploy makes besides SAM's: to the endpoint that AWS_ENDPOINT_URL names.

usage: aws_call.py without_code_deploy TEMPLATE | configure PREFIX | send STACK QUEUE TEXT | received STACK QUEUE PART
       | logged STACK FUNCTION PART | empty STACK QUEUE | queue_url STACK QUEUE | block PAGE PART

"received" and "logged" are true if a message's attributes, or a line of the function's log, contain the part. "block"
prints the script of a page that contains it.
"""

import json
import pathlib
import re
import sys
import textwrap
import uuid

import boto3

SETTINGS = {
    "name": "Local trial",
    "waldur_api_url": "https://waldur.invalid/api/",
    "waldur_offering_uuid": "11111111111141118111111111111111",
    "backend_type": "rancher",
    "order_processing_backend": "rancher",
    "reporting_backend": "rancher",
    "backend_settings": {
        "backend_url": "https://rancher.invalid",
        "username": "token-local",
        "cluster_id": "c-m-1234abcd",
        "keycloak_enabled": False,
    },
    "backend_components": {
        "cpu": {"type": "cpu", "measured_unit": "cores", "accounting_type": "limit", "label": "CPU"},
    },
}


def without_code_deploy(template):
    """The stand-in refuses templates with resources of CodeDeploy, also where a condition leaves them out."""
    text = pathlib.Path(template).read_text()
    block = re.compile(r"^( +)DeploymentPreference:\n(?:\1 +.*\n)+", re.MULTILINE)
    changed, count = block.subn("", text)
    assert count == 3, count
    pathlib.Path(template).with_name("template-without-code-deploy.yaml").write_text(changed)


def configure(prefix):
    ssm = boto3.client("ssm")
    put = lambda name, value, kind: ssm.put_parameter(Name=prefix + name, Value=value, Type=kind, Overwrite=True)
    put("/offerings/local/settings", json.dumps(SETTINGS), "String")
    put("/offerings/local/secrets/waldur_api_token", "not-a-token", "SecureString")
    put("/offerings/local/secrets/password", "not-a-password", "SecureString")
    put("/secrets/webhook", "local-webhook-secret-0123456789", "SecureString")


def block(page, part):
    """Taken out of a list, it is indented as the list is."""
    scripts = re.findall(r"^ *```sh\n(.*?)^ *```$", pathlib.Path(page).read_text(), re.MULTILINE | re.DOTALL)
    (script,) = [textwrap.dedent(script) for script in scripts if part in script]
    print(script)


def queue_url(stack, logical_id):
    print(url_of(stack, logical_id))


def url_of(stack, logical_id):
    resource = boto3.client("cloudformation").describe_stack_resource(StackName=stack, LogicalResourceId=logical_id)
    return resource["StackResourceDetail"]["PhysicalResourceId"]


def send(stack, queue, text):
    boto3.client("sqs").send_message(
        QueueUrl=url_of(stack, queue),
        MessageBody=text,
        MessageGroupId="by-hand",
        MessageDeduplicationId=str(uuid.uuid4()),
    )


def received(stack, queue, part):
    answer = boto3.client("sqs").receive_message(
        QueueUrl=url_of(stack, queue), MessageAttributeNames=["All"], MaxNumberOfMessages=10, VisibilityTimeout=0
    )
    attributes = [m.get("MessageAttributes", {}) for m in answer.get("Messages", [])]
    print(attributes)
    return any(part in a.get("StringValue", "") for found in attributes for a in found.values())


def empty(stack, queue):
    names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    answer = boto3.client("sqs").get_queue_attributes(QueueUrl=url_of(stack, queue), AttributeNames=names)
    return all(answer["Attributes"][name] == "0" for name in names)


def logged(stack, function, part):
    logs = boto3.client("logs")
    events = logs.filter_log_events(logGroupName=f"/aws/lambda/{stack}-{function}")["events"]
    return any(part in event["message"] for event in events)


if __name__ == "__main__":
    command, *arguments = sys.argv[1:]
    sys.exit(0 if globals()[command](*arguments) in (None, True) else 1)
