package io.siteagent.sandbox.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A realm of the sandbox's Keycloak with two accounts for the agent: a client with a service account, and a user for
 * the password grant. Both hold {@code manage-users} unless told otherwise.
 */
public final class Realm {

    /** Client of the service account. */
    public static final String AGENT_CLIENT = "waldur-site-agent";

    public static final String AGENT_SECRET = "agent-client-secret";

    /** User of the password grant, through client {@code admin-cli}. */
    public static final String AGENT_USER = "waldur-site-agent-rancher";

    public static final String AGENT_PASSWORD = "agent-password";

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** With more groups or people than this, deleting the realm is quicker than emptying it. */
    private static final int QUICKLY_EMPTIED = 40;

    private final AdminApi admin;
    private final URI baseUri;
    private final String name;

    private Realm(AdminApi admin, URI baseUri, String name) {
        this.admin = admin;
        this.baseUri = baseUri;
        this.name = name;
    }

    static Realm create(URI baseUri, String name, String... agentRoles) throws IOException {
        var roles = agentRoles.length == 0 ? new String[] {"manage-users"} : agentRoles;
        var realm = JSON.objectNode().put("realm", name).put("enabled", true).put("sslRequired", "none");
        realm.putArray("clients")
                .addObject()
                .put("clientId", AGENT_CLIENT)
                .put("secret", AGENT_SECRET)
                .put("serviceAccountsEnabled", true)
                .put("standardFlowEnabled", false);
        var users = realm.putArray("users");
        grant(
                users.addObject()
                        .put("username", "service-account-" + AGENT_CLIENT)
                        .put("enabled", true)
                        .put("serviceAccountClientId", AGENT_CLIENT),
                roles);
        var agent = person("", AGENT_USER);
        agent.putArray("credentials")
                .addObject()
                .put("type", "password")
                .put("value", AGENT_PASSWORD)
                .put("temporary", false);
        grant(agent, roles);
        users.add(agent);
        var admin = new AdminApi(baseUri);
        admin.post("admin/realms", realm);
        return new Realm(admin, baseUri, name);
    }

    private static void grant(ObjectNode user, String... roles) {
        if (!List.of(roles).contains("none")) {
            var list = user.putObject("clientRoles").putArray("realm-management");
            List.of(roles).forEach(list::add);
        }
    }

    private static ObjectNode person(String id, String username) {
        var user = JSON.objectNode();
        if (!id.isEmpty()) {
            user.put("id", id);
        }
        return user.put("username", username)
                .put("enabled", true)
                .put("email", username + "@example.org")
                .put("emailVerified", true)
                .put("firstName", "First")
                .put("lastName", "Last");
    }

    public String name() {
        return name;
    }

    /** Root of the server, ending in a slash. */
    public URI baseUri() {
        return baseUri;
    }

    /** Lets people exist, by id and username. */
    public Realm people(Map<String, String> usernamesById) throws IOException {
        var users = JSON.arrayNode();
        usernamesById.forEach((id, username) -> users.add(person(id, username)));
        admin.post(
                path("partialImport"),
                JSON.objectNode().put("ifResourceExists", "SKIP").set("users", users));
        return this;
    }

    public Realm person(String id, String username, boolean enabled) throws IOException {
        var user = person(id, username).put("enabled", enabled);
        admin.post(
                path("partialImport"),
                JSON.objectNode()
                        .put("ifResourceExists", "SKIP")
                        .set("users", JSON.arrayNode().add(user)));
        return this;
    }

    /** Gives a person an attribute that only administrators can edit. */
    public Realm personAttribute(String id, String key, String value) throws IOException {
        var profile = (ObjectNode) admin.get(path("users/profile"));
        admin.put(path("users/profile"), profile.put("unmanagedAttributePolicy", "ADMIN_EDIT"));
        var person = (ObjectNode) admin.get(path("users/" + id));
        person.withObject("/attributes").putArray(key).add(value);
        admin.put(path("users/" + id), person);
        return this;
    }

    /**
     * Grants the agent's service account the narrow rights that replace {@code manage-users}: fine-grained admin
     * permissions (26.2 and later) on all groups and all users. For a realm made with the role {@code none}.
     */
    public Realm fineGrainedPermissions() throws IOException {
        return fineGrainedPermissionsWithout("");
    }

    /** The same but for one of the scopes on groups. */
    public Realm fineGrainedPermissionsWithout(String scope) throws IOException {
        admin.put("admin/realms/" + name, JSON.objectNode().put("realm", name).put("adminPermissionsEnabled", true));
        var client = onlyId(path("clients?clientId=admin-permissions"));
        var account = onlyId(path("users?exact=true&username=service-account-" + AGENT_CLIENT));
        var authorization = path("clients/" + client + "/authz/resource-server/");
        var policy = JSON.objectNode().put("name", AGENT_CLIENT).put("logic", "POSITIVE");
        policy.putArray("users").add(account);
        admin.post(authorization + "policy/user", policy);
        admin.post(
                authorization + "permission/scope",
                permission(
                        "Groups",
                        Stream.of("view", "manage", "view-members", "manage-membership")
                                .filter(one -> !one.equals(scope))
                                .toArray(String[]::new)));
        admin.post(authorization + "permission/scope", permission("Users", "view", "manage-group-membership"));
        return this;
    }

    private static ObjectNode permission(String resourceType, String... scopes) {
        var permission = JSON.objectNode()
                .put("name", "agent on all " + resourceType)
                .put("resourceType", resourceType)
                .put("decisionStrategy", "UNANIMOUS");
        var list = permission.putArray("scopes");
        List.of(scopes).forEach(list::add);
        permission.putArray("policies").add(AGENT_CLIENT);
        return permission;
    }

    private String onlyId(String query) throws IOException {
        return admin.get(query).path(0).path("id").asText();
    }

    public void deletePerson(String id) throws IOException {
        admin.delete(path("users/" + id));
    }

    /** Makes a top-level group; the id. */
    public String group(String groupName, Map<String, List<String>> attributes) throws IOException {
        return admin.post(path("groups"), group(groupName, attributes, JSON.objectNode()));
    }

    /** A client that people log in with, with a mapper of groups into the claim {@code groups}. */
    public Realm client(String clientId, boolean fullPath, boolean inIdToken) throws IOException {
        var client = JSON.objectNode().put("clientId", clientId).put("standardFlowEnabled", true);
        groupsMapper(client.putArray("protocolMappers"), fullPath, inIdToken);
        admin.post(path("clients"), client);
        return this;
    }

    /** A client without a mapper, and a scope that it always has, with a mapper of groups. */
    public Realm clientOfScope(String clientId, String scopeName) throws IOException {
        var scope = JSON.objectNode().put("name", scopeName).put("protocol", "openid-connect");
        groupsMapper(scope.putArray("protocolMappers"), false, true);
        admin.post(path("client-scopes"), scope);
        var client = JSON.objectNode().put("clientId", clientId).put("standardFlowEnabled", true);
        client.putArray("defaultClientScopes").add(scopeName);
        admin.post(path("clients"), client);
        return this;
    }

    private static void groupsMapper(ArrayNode mappers, boolean fullPath, boolean inIdToken) {
        mappers.addObject()
                .put("name", "Groups")
                .put("protocol", "openid-connect")
                .put("protocolMapper", "oidc-group-membership-mapper")
                .putObject("config")
                .put("claim.name", "groups")
                .put("full.path", Boolean.toString(fullPath))
                .put("id.token.claim", Boolean.toString(inIdToken))
                .put("access.token.claim", "false")
                .put("userinfo.token.claim", "true");
    }

    /** Makes a child group; its id. */
    public String child(String parentId, String groupName, Map<String, List<String>> attributes) throws IOException {
        return admin.post(path("groups/" + parentId + "/children"), group(groupName, attributes, JSON.objectNode()));
    }

    private static ObjectNode group(String groupName, Map<String, List<String>> attributes, ObjectNode group) {
        var values = group.put("name", groupName).putObject("attributes");
        attributes.forEach((key, list) -> list.forEach(values.putArray(key)::add));
        return group;
    }

    /** With everything below it. */
    public void deleteGroup(String groupId) throws IOException {
        admin.delete(path("groups/" + groupId));
    }

    public void join(String userId, String groupId) throws IOException {
        admin.put(path("users/" + userId + "/groups/" + groupId), JSON.objectNode());
    }

    public void leave(String userId, String groupId) throws IOException {
        admin.delete(path("users/" + userId + "/groups/" + groupId));
    }

    /** Every group of the realm by its path, with the ids of its direct members, sorted. */
    public Map<String, List<String>> membersByPath() throws IOException {
        var all = new TreeMap<String, List<String>>();
        collect(admin.get(path("groups?briefRepresentation=false&max=100000")), all);
        return all;
    }

    private void collect(JsonNode groups, Map<String, List<String>> all) throws IOException {
        for (var group : groups) {
            var id = group.path("id").asText();
            var members = new TreeSet<String>();
            admin.get(path("groups/" + id + "/members?max=100000"))
                    .forEach(member -> members.add(member.path("id").asText()));
            all.put(group.path("path").asText(), new ArrayList<>(members));
            collect(admin.get(path("groups/" + id + "/children?max=100000&briefRepresentation=false")), all);
        }
    }

    /** The group's representation, attributes included. */
    public JsonNode groupByPath(String groupPath) throws IOException {
        return admin.get(path("group-by-path" + groupPath));
    }

    /** Sets one attribute of a group; without values it goes. */
    public void attribute(String groupPath, String key, List<String> values) throws IOException {
        var group = (ObjectNode) groupByPath(groupPath);
        var attribute = group.withObject("/attributes").putArray(key);
        values.forEach(attribute::add);
        admin.put(path("groups/" + group.path("id").asText()), group);
    }

    /** Everything but the people, as Keycloak exports it. */
    JsonNode export() throws IOException {
        return admin.ask(path("partial-export?exportClients=true&exportGroupsAndRoles=true"));
    }

    /** Takes away all groups, and all people but the agent; false when they are so many that this would take long. */
    boolean empty() throws IOException {
        var groups = admin.get(path("groups?max=1000"));
        var people = admin.get(path("users?max=1000"));
        if (groups.size() + people.size() > QUICKLY_EMPTIED) {
            return false;
        }
        for (var group : groups) {
            deleteGroup(group.path("id").asText());
        }
        for (var person : people) {
            if (!person.path("username").asText().equals(AGENT_USER)) {
                deletePerson(person.path("id").asText());
            }
        }
        return true;
    }

    public void delete() throws IOException {
        admin.delete("admin/realms/" + name);
    }

    private String path(String rest) {
        return "admin/realms/" + name + "/" + rest;
    }
}
