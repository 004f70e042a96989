package io.siteagent.sandbox.rancher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.regex.Pattern;

/** What happens to a document between request and store: defaults are filled in, and rules may refuse it. */
final class Admission {

    private static final Pattern LABEL_VALUE = Pattern.compile("(([A-Za-z0-9][-A-Za-z0-9_.]{0,61})?[A-Za-z0-9])?");
    private static final Pattern METADATA_KEY =
            Pattern.compile("([a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]");
    private static final Pattern DNS_LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
    private static final Pattern DNS_SUBDOMAIN = Pattern.compile("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?");

    private final ProjectRules projects;
    private final BindingRules bindings;
    private final PodRules pods;

    Admission(Store store, Settings settings) {
        this.projects = new ProjectRules(store, settings);
        this.bindings = new BindingRules(store, settings);
        this.pods = new PodRules(store);
    }

    /** @throws Refused in the words of the webhook or admission plugin that says no */
    ObjectNode create(ObjectKey key, ObjectNode document) {
        checkName(key);
        checkMetadata(key, document);
        return switch (key.kind()) {
            case PROJECT -> projects.create(key, document);
            case BINDING -> bindings.create(key, document);
            case NAMESPACE -> {
                checkProjectAnnotation(document);
                yield Namespaces.defaulted(key.name(), document);
            }
            case RESOURCE_QUOTA -> {
                checkHard(document);
                var quota = document.deepCopy();
                quota.putObject("status");
                yield quota;
            }
            case POD -> pods.create(key, document);
            case VOLUME_CLAIM -> pods.createClaim(key, document);
            case CLUSTER, ROLE_TEMPLATE, LIMIT_RANGE, ROLE_BINDING -> document;
        };
    }

    /** @throws Refused in the words of the webhook or admission plugin that says no */
    ObjectNode update(ObjectKey key, ObjectNode before, ObjectNode after) {
        checkMetadata(key, after);
        return switch (key.kind()) {
            case PROJECT -> projects.update(key, before, after);
            case BINDING -> bindings.update(key, before, after);
            case NAMESPACE -> {
                checkProjectAnnotation(after);
                yield after;
            }
            case RESOURCE_QUOTA -> {
                checkHard(after);
                yield after;
            }
            case CLUSTER, ROLE_TEMPLATE, LIMIT_RANGE, POD, VOLUME_CLAIM, ROLE_BINDING -> after;
        };
    }

    private static void checkName(ObjectKey key) {
        var form = key.kind() == Kind.NAMESPACE ? DNS_LABEL : DNS_SUBDOMAIN;
        if (!form.matcher(key.name()).matches()) {
            throw invalid(
                    key,
                    ("metadata.name: Invalid value: \"%s\": a lowercase RFC 1123 label must consist of lower case "
                                    + "alphanumeric characters or '-', and must start and end with an alphanumeric "
                                    + "character (e.g. 'my-name',  or '123-abc', regex used for validation is "
                                    + "'[a-z0-9]([-a-z0-9]*[a-z0-9])?')")
                            .formatted(key.name()));
        }
    }

    private static void checkMetadata(ObjectKey key, ObjectNode document) {
        var metadata = document.path("metadata");
        for (var label : metadata.path("labels").properties()) {
            checkKey(key, "labels", label);
            if (!LABEL_VALUE.matcher(label.getValue().asText()).matches()) {
                throw invalid(
                        key,
                        ("metadata.labels: Invalid value: \"%s\": a valid label must be an empty string or consist of "
                                        + "alphanumeric characters, '-', '_' or '.', and must start and end with an "
                                        + "alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex "
                                        + "used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')")
                                .formatted(label.getValue().asText()));
            }
        }
        for (var annotation : metadata.path("annotations").properties()) {
            checkKey(key, "annotations", annotation);
        }
    }

    private static void checkKey(ObjectKey key, String field, Map.Entry<String, JsonNode> entry) {
        if (!METADATA_KEY.matcher(entry.getKey()).matches()) {
            throw invalid(
                    key,
                    ("metadata.%s: Invalid value: \"%s\": name part must consist of alphanumeric characters, '-', '_' "
                                    + "or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  "
                                    + "or 'my.name',  or '123-abc', regex used for validation is "
                                    + "'([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')")
                            .formatted(field, entry.getKey()));
        }
    }

    /** A project that does not exist is fine with Kubernetes; an id without a cluster breaks the webhook. */
    private static void checkProjectAnnotation(ObjectNode namespace) {
        var named = Json.annotation(namespace, ProjectId.ANNOTATION).filter(id -> !id.isEmpty());
        if (named.isPresent() && ProjectId.parse(named.get()).isEmpty()) {
            throw Refused.brokenWebhook(
                    "namespaces.create-non-kubesystem",
                    "unable to retrieve project id from annotation, too few values");
        }
    }

    private static void checkHard(ObjectNode quota) {
        try {
            Limits.ofKubernetes(quota.path("spec").path("hard"));
        } catch (IllegalArgumentException malformed) {
            throw Refused.kubernetes(
                    400,
                    "BadRequest",
                    "ResourceQuota in version \"v1\" cannot be handled as a ResourceQuota: " + Quantity.NOT_A_QUANTITY);
        }
    }

    private static Refused invalid(ObjectKey key, String problem) {
        var kind = key.kind().group.isEmpty() ? key.kind().kindName : key.kind().kindName + "." + key.kind().group;
        return Refused.about(422, "Invalid", key, "%s \"%s\" is invalid: %s".formatted(kind, key.name(), problem));
    }
}
