package io.siteagent.sandbox.waldur;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * All that a Waldur knows, by uuid, oldest first. Not thread-safe.
 *
 * @param syncStatuses what an agent said last about the access of each person, by resource
 */
record WorldState(
        ServerVersion version,
        Map<String, Customer> customers,
        Map<String, Project> projects,
        Map<String, Person> people,
        Map<String, Grant> grants,
        Map<String, Offering> offerings,
        Map<String, Resource> resources,
        Map<String, Order> orders,
        Map<String, Usage> usages,
        Map<String, Token> tokens,
        Map<String, Account> accounts,
        Map<String, JsonNode> syncStatuses) {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    static WorldState empty(ServerVersion version) {
        return new WorldState(
                version,
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new LinkedHashMap<>());
    }

    static WorldState of(ObjectNode document) {
        try {
            return JSON.treeToValue(document, WorldState.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Not a Waldur world: " + e.getOriginalMessage(), e);
        }
    }

    ObjectNode toJson() {
        return JSON.valueToTree(this);
    }

    WorldState with(ServerVersion other) {
        return new WorldState(
                other,
                customers,
                projects,
                people,
                grants,
                offerings,
                resources,
                orders,
                usages,
                tokens,
                accounts,
                syncStatuses);
    }

    void put(Resource resource) {
        resources.put(resource.uuid(), resource);
    }

    void put(Order order) {
        orders.put(order.uuid(), order);
    }

    void put(Grant grant) {
        grants.put(grant.uuid(), grant);
    }

    Offering offeringOf(Resource resource) {
        return known(offerings, resource.offering());
    }

    Resource resourceOf(Order order) {
        return known(resources, order.resource());
    }

    Project projectOf(Resource resource) {
        return known(projects, resource.project());
    }

    Customer customerOf(Project project) {
        return known(customers, project.customer());
    }

    boolean hasRole(Person person, String role, String scope) {
        return grants.values().stream()
                .anyMatch(g -> g.person().equals(person.uuid())
                        && g.role().equals(role)
                        && g.scope().equals(scope));
    }

    boolean hasAnyRole(Person person, String scope) {
        return grants.values().stream()
                .anyMatch(g -> g.person().equals(person.uuid()) && g.scope().equals(scope));
    }

    static <T> T known(Map<String, T> things, String uuid) {
        var thing = things.get(uuid);
        if (thing == null) {
            throw new IllegalArgumentException("Nothing here has the uuid " + uuid);
        }
        return thing;
    }
}
