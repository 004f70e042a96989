"""What CloudFormation gets to see: template.yaml, expanded by SAM's own translator, must say what the operator is promised."""

import functools
import json
import os
import re
import unittest
from pathlib import Path

os.environ.setdefault("AWS_DEFAULT_REGION", "eu-central-1")

from samcli.yamlhelper import yaml_parse
from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator

ROOT = Path(__file__).resolve().parent.parent
FUNCTIONS = {"OrderFunction": "order", "MembershipFunction": "membership", "ReportFunction": "report"}


@functools.cache
def source():
    return yaml_parse((ROOT / "template.yaml").read_text(encoding="utf-8"))


@functools.cache
def expanded():
    template = yaml_parse((ROOT / "template.yaml").read_text(encoding="utf-8"))
    for name in FUNCTIONS:
        # "sam package" would have put the address of the uploaded artefact here.
        template["Resources"][name]["Properties"]["CodeUri"] = "s3://bucket/key"
    template["Globals"]["Function"].pop("CodeUri")
    defaults = {name: p["Default"] for name, p in template["Parameters"].items()}
    return Translator({}, Parser()).translate(template, defaults)


def resources(kind):
    return {name: r["Properties"] for name, r in expanded()["Resources"].items() if r["Type"] == kind}


def statements():
    """Every statement of every policy, with the logical id it is in."""
    for name, r in expanded()["Resources"].items():
        properties = r["Properties"]
        documents = [p["PolicyDocument"] for p in properties.get("Policies", []) if isinstance(p, dict)]
        if r["Type"] == "AWS::IAM::ManagedPolicy":
            documents.append(properties["PolicyDocument"])
        for document in documents:
            for statement in document["Statement"]:
                if "Fn::If" in statement:
                    statement = statement["Fn::If"][1]
                yield name, statement


def _list(value):
    return value if isinstance(value, list) else [value]


class ExpandedTemplate(unittest.TestCase):
    maxDiff = None

    def test_there_are_three_functions_on_java_25(self):
        functions = resources("AWS::Lambda::Function")
        self.assertEqual(set(FUNCTIONS), set(functions))
        for function in functions.values():
            self.assertEqual("java25", function["Runtime"])

    def test_every_handler_exists_in_the_sources(self):
        for name, mode in FUNCTIONS.items():
            handler = resources("AWS::Lambda::Function")[name]["Handler"]
            file = ROOT / "functions" / mode / "src/main/java" / (handler.replace(".", "/") + ".java")
            self.assertTrue(file.is_file(), f"{handler} is not in functions/{mode}")

    def test_the_configuration_is_read_from_the_prefix_and_from_the_regional_endpoint(self):
        for name, mode in FUNCTIONS.items():
            function = resources("AWS::Lambda::Function")[name]
            self.assertEqual(
                {
                    "SITE_AGENT_CONFIG_PREFIX": {"Ref": "ConfigPrefix"},
                    "SITE_AGENT_SSM_ENDPOINT": "",
                    "SITE_AGENT_SQS_ENDPOINT": "",
                    "SITE_AGENT_MODE": {"Ref": "Mode"},
                    "SITE_AGENT_STACK": {"Ref": "AWS::StackName"},
                    "SITE_AGENT_QUEUE_URL": {"Ref": f"{mode.capitalize()}Queue"},
                    "SITE_AGENT_DEAD_LETTER_QUEUE_URL": {"Ref": f"{mode.capitalize()}DeadLetters"},
                    "JAVA_TOOL_OPTIONS": {"Ref": "JavaOptions"},
                },
                function["Environment"]["Variables"],
            )

    def test_scheduled_versions_start_from_a_snapshot_and_every_change_publishes_one(self):
        for name, function in resources("AWS::Lambda::Function").items():
            self.assertEqual({"ApplyOn": "PublishedVersions"}, function["SnapStart"], name)
        self.assertEqual({f"{name}Aliaslive" for name in FUNCTIONS}, set(resources("AWS::Lambda::Alias")))
        for name in FUNCTIONS:
            self.assertIs(True, source()["Resources"][name]["Properties"]["AutoPublishAliasAllProperties"])

    def test_nothing_is_changed_until_the_operator_says_so(self):
        self.assertEqual("plan", source()["Parameters"]["Mode"]["Default"])
        self.assertEqual("DISABLED", source()["Parameters"]["SchedulesEnabled"]["Default"])

    def test_a_sweep_ends_before_the_next_begins(self):
        parameters = source()["Parameters"]
        for mode in FUNCTIONS.values():
            rate = re.fullmatch(r"rate\((\d+) minutes\)", parameters[f"{mode.capitalize()}Schedule"]["Default"])
            self.assertLessEqual(parameters[f"{mode.capitalize()}Timeout"]["MaxValue"], int(rate[1]) * 60)

    def test_concurrency_has_room_for_the_workers_and_all_else(self):
        for function in resources("AWS::Lambda::Function").values():
            self.assertEqual(
                {"Fn::If": ["ReservesConcurrency", 10, {"Ref": "AWS::NoValue"}]},
                function["ReservedConcurrentExecutions"],
            )
        self.assertLess(source()["Parameters"]["WorkersAtOnce"]["MaxValue"], 10)

    def test_every_queue_is_ordered_by_group_and_never_takes_a_change_for_a_repetition(self):
        for mode in FUNCTIONS.values():
            queue = resources("AWS::SQS::Queue")[f"{mode.capitalize()}Queue"]
            self.assertIs(True, queue["FifoQueue"])
            self.assertIs(False, queue["ContentBasedDeduplication"])
            timeout = source()["Parameters"][f"{mode.capitalize()}Timeout"]["MaxValue"]
            self.assertEqual(6 * timeout, queue["VisibilityTimeout"])

    def test_what_can_not_be_done_is_kept_for_two_weeks(self):
        queues = resources("AWS::SQS::Queue")
        for mode in FUNCTIONS.values():
            redrive = queues[f"{mode.capitalize()}Queue"]["RedrivePolicy"]
            self.assertEqual(
                {"Fn::GetAtt": [f"{mode.capitalize()}DeadLetters", "Arn"]}, redrive["deadLetterTargetArn"]
            )
            self.assertGreater(redrive["maxReceiveCount"], 8, "the function gives up first, and says why")
        for name, queue in queues.items():
            if not name.endswith("Queue"):
                self.assertEqual(14 * 24 * 3600, queue["MessageRetentionPeriod"])

    def test_every_queue_is_encrypted(self):
        for queue in resources("AWS::SQS::Queue").values():
            self.assertEqual(["HasDataKey", {"Ref": "AWS::NoValue"}, True], queue["SqsManagedSseEnabled"]["Fn::If"])

    def test_workers_tell_the_queue_which_messages_to_keep(self):
        mappings = resources("AWS::Lambda::EventSourceMapping")
        self.assertEqual({f"{mode.capitalize()}Worker" for mode in FUNCTIONS.values()}, set(mappings))
        for mapping in mappings.values():
            self.assertEqual(["ReportBatchItemFailures"], mapping["FunctionResponseTypes"])
            self.assertIn("live", mapping["FunctionName"]["Ref"])

    def test_the_webhook_is_throttled_and_its_log_never_holds_the_path(self):
        (stage,) = resources("AWS::ApiGatewayV2::Stage").values()
        self.assertEqual({"Ref": "WebhookRate"}, stage["DefaultRouteSettings"]["ThrottlingRateLimit"])
        log = stage["AccessLogSettings"]["Format"]
        json.loads(log)
        for leaking in ("path", "requestOverride", "authorizer", "sourceIp"):
            self.assertNotIn(leaking, log)

    def test_only_orders_and_membership_have_a_webhook(self):
        (api,) = resources("AWS::ApiGatewayV2::Api").values()
        self.assertEqual(
            {"/order", "/order/{secret}", "/membership", "/membership/{secret}"}, set(api["Body"]["paths"])
        )
        for path in api["Body"]["paths"].values():
            self.assertEqual({"post"}, set(path))

    def test_a_new_version_is_taken_back_when_it_fails(self):
        groups = resources("AWS::CodeDeploy::DeploymentGroup")
        self.assertEqual(3, len(groups))
        for name, group in groups.items():
            mode = name.removesuffix("FunctionDeploymentGroup")
            self.assertIn("Canary10Percent5Minutes", json.dumps(group["DeploymentConfigName"]))
            self.assertEqual([{"Name": {"Ref": f"{mode}Errors"}}], group["AlarmConfiguration"]["Alarms"])

    def test_every_alarm_says_what_to_do_and_tells_the_topic(self):
        alarms = resources("AWS::CloudWatch::Alarm")
        self.assertGreater(len(alarms), 15)
        for name, alarm in alarms.items():
            self.assertTrue(alarm["AlarmDescription"].endswith("."), name)
            self.assertEqual("HasAlarmTopic", alarm["AlarmActions"]["Fn::If"][0], name)
            silence = name.endswith("Silence")
            self.assertEqual("breaching" if silence else "notBreaching", alarm["TreatMissingData"], name)

    def test_the_dashboard_is_json(self):
        (dashboard,) = resources("AWS::CloudWatch::Dashboard").values()
        self.assertTrue(json.loads(dashboard["DashboardBody"]["Fn::Sub"])["widgets"])

    def test_a_failed_sweep_is_not_repeated(self):
        configs = resources("AWS::Lambda::EventInvokeConfig")
        self.assertEqual(3, len(configs))
        for config in configs.values():
            self.assertEqual(0, config["MaximumRetryAttempts"])

    def test_each_function_has_one_schedule_that_is_off_at_first(self):
        schedules = resources("AWS::Scheduler::Schedule")
        self.assertEqual({f"{name}Sweep" for name in FUNCTIONS}, set(schedules))
        for schedule in schedules.values():
            self.assertNotIn("Name", schedule, "a fixed name would keep a second stack out of the account")
            self.assertEqual({"Ref": "SchedulesEnabled"}, schedule["State"])
            self.assertEqual({"Mode": "OFF"}, schedule["FlexibleTimeWindow"])
        self.assertEqual("DISABLED", source()["Parameters"]["SchedulesEnabled"]["Default"])

    def test_a_schedule_says_sweep_and_when(self):
        for schedule in resources("AWS::Scheduler::Schedule").values():
            self.assertEqual(
                {
                    "kind": "sweep",
                    "scheduledTime": "<aws.scheduler.scheduled-time>",
                    "executionId": "<aws.scheduler.execution-id>",
                },
                json.loads(schedule["Target"]["Input"]),
            )
            self.assertEqual(2, schedule["Target"]["RetryPolicy"]["MaximumRetryAttempts"])

    def test_a_schedule_may_invoke_the_alias_of_its_own_function_and_nothing_else(self):
        for name in FUNCTIONS:
            target = resources("AWS::Scheduler::Schedule")[f"{name}Sweep"]["Target"]
            self.assertEqual({"Ref": f"{name}Aliaslive"}, target["Arn"])
            role = resources("AWS::IAM::Role")[f"{name}SweepRole"]
            policies = {p["PolicyName"]: p["PolicyDocument"]["Statement"] for p in role["Policies"]}
            (dead,) = policies.pop(next(n for n in policies if "DeadLetter" in n or "DLQ" in n or "SQS" in n))
            self.assertEqual(("sqs:SendMessage", {"Fn::GetAtt": ["FailedRuns", "Arn"]}), (dead["Action"], dead["Resource"]))
            ((statement,),) = policies.values()
            self.assertEqual("lambda:InvokeFunction", statement["Action"])
            self.assertEqual({"Ref": f"{name}Aliaslive"}, statement["Resource"])

    def test_functions_may_read_their_configuration_write_their_log_and_use_their_own_queues(self):
        for name, mode in FUNCTIONS.items():
            role = resources("AWS::IAM::Role")[f"{name}Role"]
            managed = json.dumps(role["ManagedPolicyArns"])
            self.assertEqual(4, len(role["ManagedPolicyArns"]))
            for expected in ("AWSLambdaBasicExecutionRole", "AWSLambdaVPCAccessExecutionRole", "ConfigurationRead"):
                self.assertIn(expected, managed)
            self.assertIn({"Fn::If": ["HasDataKey", {"Ref": "DataKeyUse"}, {"Ref": "AWS::NoValue"}]}, role["ManagedPolicyArns"])
            own = {f"{mode.capitalize()}Queue", f"{mode.capitalize()}DeadLetters", "FailedRuns"}
            for policy in role["Policies"]:
                for statement in policy["PolicyDocument"]["Statement"]:
                    self.assertIn(statement["Resource"]["Fn::GetAtt"][0], own)
                    self.assertTrue(all(a.startswith("sqs:") for a in _list(statement["Action"])))

    def test_only_the_one_prefix_of_parameter_store_may_be_read(self):
        read = [s for name, s in statements() if name == "ConfigurationRead" and s["Sid"] == "ReadOwnPrefix"]
        (statement,) = read
        self.assertEqual("ssm:GetParametersByPath", statement["Action"])
        prefix = "arn:${AWS::Partition}:ssm:${AWS::Region}:${AWS::AccountId}:parameter${ConfigPrefix}"
        self.assertEqual([{"Fn::Sub": prefix}, {"Fn::Sub": prefix + "/*"}], statement["Resource"])

    def test_a_customer_key_may_be_used_through_parameter_store_for_own_parameters_only(self):
        (statement,) = [s for _, s in statements() if s.get("Sid") == "DecryptOwnPrefix"]
        self.assertEqual({"Ref": "ConfigKeyArn"}, statement["Resource"])
        condition = statement["Condition"]
        self.assertEqual(
            {"kms:ViaService": {"Fn::Sub": "ssm.${AWS::Region}.amazonaws.com"}}, condition["StringEquals"]
        )
        self.assertIn("parameter${ConfigPrefix}/*", json.dumps(condition["StringLike"]))

    def test_no_statement_grants_all_actions_or_all_resources(self):
        for name, statement in statements():
            self.assertNotIn("*", statement["Action"], name)
            self.assertNotEqual("*", statement["Resource"], name)

    def test_every_log_has_an_end(self):
        for name in FUNCTIONS:
            group = resources("AWS::Lambda::Function")[name]["LoggingConfig"]["LogGroup"]["Ref"]
            retention = resources("AWS::Logs::LogGroup")[group]["RetentionInDays"]
            # The translator puts in the default of the parameter where it must know a value.
            self.assertIn(retention, ({"Ref": "LogRetentionDays"}, 90))

    def test_every_parameter_has_a_label_and_a_place_in_the_console(self):
        interface = source()["Metadata"]["AWS::CloudFormation::Interface"]
        parameters = list(source()["Parameters"])
        self.assertCountEqual(parameters, [p for g in interface["ParameterGroups"] for p in g["Parameters"]])
        self.assertCountEqual(parameters, interface["ParameterLabels"])

    def test_nothing_is_needed_to_deploy_but_the_defaults(self):
        for name, parameter in source()["Parameters"].items():
            self.assertIn("Default", parameter, name)


class Events(unittest.TestCase):
    def test_there_is_an_event_for_every_way_a_function_is_woken(self):
        events = {event.stem for event in (ROOT / "events").glob("*.json")}
        for mode in FUNCTIONS.values():
            self.assertLessEqual({f"{mode}-sweep", f"{mode}-queue"}, events)
        self.assertLessEqual({"order-webhook", "membership-webhook"}, events)

    def test_every_event_is_json_of_one_kind(self):
        for event in sorted((ROOT / "events").glob("*.json")):
            with self.subTest(event.name):
                content = json.loads(event.read_text(encoding="utf-8"))
                self.assertEqual(1, len({"kind", "Records", "routeKey"} & set(content)))

    def test_the_webhook_events_take_routes_that_the_api_has(self):
        (api,) = resources("AWS::ApiGatewayV2::Api").values()
        for mode in ("order", "membership"):
            event = json.loads((ROOT / f"events/{mode}-webhook.json").read_text(encoding="utf-8"))
            method, path = event["routeKey"].split()
            self.assertIn(method.lower(), api["Body"]["paths"][path])


if __name__ == "__main__":
    unittest.main()
