package io.siteagent.core.rancher;

import static org.assertj.core.api.Assertions.assertThat;

import io.siteagent.core.http.JsonValues;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PodRequestsTest {

    @Test
    void containers_add_up() {
        assertThat(charged("{'containers':[%s,%s]}".formatted(cpu("500m"), cpu("1"))))
                .isEqualTo(Map.of("cpu", "1500m"));
    }

    @Test
    void the_greatest_init_container_counts_when_it_is_greater() {
        assertThat(charged("{'initContainers':[%s,%s],'containers':[%s]}".formatted(cpu("3"), cpu("2"), cpu("1"))))
                .isEqualTo(Map.of("cpu", "3"));
    }

    @Test
    void a_smaller_init_container_does_not_count() {
        assertThat(charged("{'initContainers':[%s],'containers':[%s]}".formatted(cpu("1"), cpu("2"))))
                .isEqualTo(Map.of("cpu", "2"));
    }

    @Test
    void a_sidecar_runs_beside_the_containers() {
        assertThat(charged("{'initContainers':[%s],'containers':[%s]}".formatted(sidecar("1"), cpu("2"))))
                .isEqualTo(Map.of("cpu", "3"));
    }

    @Test
    void a_sidecar_runs_beside_the_init_containers_after_it_and_not_before() {
        assertThat(charged("{'initContainers':[%s,%s,%s],'containers':[%s]}"
                        .formatted(cpu("4"), sidecar("1"), cpu("4"), cpu("1"))))
                .isEqualTo(Map.of("cpu", "5"));
        assertThat(charged("{'initContainers':[%s,%s],'containers':[%s]}".formatted(cpu("4"), sidecar("1"), cpu("1"))))
                .isEqualTo(Map.of("cpu", "4"));
    }

    @Test
    void overhead_comes_on_top() {
        assertThat(charged("{'containers':[%s],'overhead':{'cpu':'250m','memory':'64Mi'}}".formatted(cpu("1"))))
                .isEqualTo(Map.of("cpu", "1250m", "memory", "67108864"));
    }

    @Test
    void requests_of_the_pod_replace_those_of_its_containers_but_for_devices() {
        var pod = "{'resources':{'requests':{'cpu':'5','nvidia.com/gpu':'9'}},'overhead':{'cpu':'1'},"
                + "'containers':[{'resources':{'requests':{'cpu':'2','nvidia.com/gpu':'2'}}}]}";
        assertThat(charged(pod)).isEqualTo(Map.of("cpu", "6", "nvidia.com/gpu", "2"));
    }

    @Test
    void a_limit_without_a_request_is_a_request() {
        assertThat(charged("{'containers':[{'resources':{'limits':{'nvidia.com/gpu':'2'}}}]}"))
                .isEqualTo(Map.of("nvidia.com/gpu", "2"));
    }

    @Test
    void a_pod_that_requests_nothing_is_charged_nothing() {
        assertThat(charged("{'containers':[{'name':'c'}]}")).isEmpty();
    }

    private static String cpu(String amount) {
        return "{'resources':{'requests':{'cpu':'%s'}}}".formatted(amount);
    }

    private static String sidecar(String amount) {
        return "{'restartPolicy':'Always','resources':{'requests':{'cpu':'%s'}}}".formatted(amount);
    }

    private static Map<String, String> charged(String spec) {
        return PodRequests.of(JsonValues.parse(spec.replace('\'', '"')).orElseThrow()).entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, charge -> charge.getValue().asCpu()));
    }
}
