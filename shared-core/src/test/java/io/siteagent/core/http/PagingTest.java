package io.siteagent.core.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.siteagent.core.http.Paging.Page;
import io.siteagent.core.http.RemoteException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PagingTest {

    private static final Exchange LIST = Exchange.get("list things", "", "things");

    @Property
    void a_list_of_any_length_in_pages_of_any_size_is_read_to_its_end(
            @ForAll @IntRange(max = 60) int length, @ForAll @IntRange(min = 1, max = 20) int size) {
        var list = java.util.stream.IntStream.range(0, length).boxed().toList();
        var reads = new AtomicInteger();
        var paging = paging(cursor -> {
            reads.incrementAndGet();
            return pageOf(list, cursor, size);
        });
        assertThat(paging.all(RemoteSystem.WALDUR, LIST)).isEqualTo(list);
        assertThat(reads).hasValue(Math.max(1, (length + size - 1) / size));
    }

    @Property
    void a_list_that_loses_an_element_while_it_is_read_loses_no_other(
            @ForAll @IntRange(min = 2, max = 40) int length, @ForAll @IntRange(min = 1, max = 10) int size) {
        var list = new ArrayList<>(
                java.util.stream.IntStream.range(0, length).boxed().toList());
        var reads = new AtomicInteger();
        var paging = paging(cursor -> {
            var page = pageOf(list, cursor, size);
            if (reads.incrementAndGet() == 1) {
                list.removeFirst(); // the next page starts one too late now
            }
            return page;
        });
        assertThat(paging.all(RemoteSystem.WALDUR, LIST)).containsAll(list);
    }

    private static Page<Integer> pageOf(List<Integer> list, Optional<String> cursor, int size) {
        var start = cursor.map(Integer::parseInt).orElse(0);
        if (start > 0 && start >= list.size()) {
            throw notFound();
        }
        var end = Math.min(list.size(), start + size);
        return new Page<>(
                List.copyOf(list.subList(start, end)),
                end < list.size() ? Optional.of(String.valueOf(end)) : Optional.empty(),
                OptionalLong.of(list.size()));
    }

    @Test
    void a_list_shorter_than_the_server_says_is_malformed() {
        var paging = paging(_ -> new Page<>(List.of(1), Optional.empty(), OptionalLong.of(2)));
        assertThatThrownBy(() -> paging.all(RemoteSystem.WALDUR, LIST))
                .hasMessage("Waldur: cannot list things (malformed): the list is shorter than the server says");
    }

    @Test
    void pages_that_lead_in_a_circle_are_malformed() {
        var paging = paging(cursor -> new Page<>(
                List.of(1), Optional.of(cursor.filter("b"::equals).isPresent() ? "a" : "b"), OptionalLong.empty()));
        assertThatThrownBy(() -> paging.all(RemoteSystem.WALDUR, LIST)).hasMessageContaining("never end");
    }

    @Test
    void an_expired_cursor_starts_the_list_anew() {
        var reads = new AtomicInteger();
        var paging = paging(cursor -> {
            if (reads.incrementAndGet() == 2) {
                throw notFound();
            }
            return cursor.isEmpty()
                    ? new Page<>(List.of(1), Optional.of("a"), OptionalLong.empty())
                    : new Page<>(List.of(2), Optional.empty(), OptionalLong.empty());
        });
        assertThat(paging.all(RemoteSystem.WALDUR, LIST)).containsExactly(1, 2);
        assertThat(reads).hasValue(4);
    }

    @Test
    void a_cursor_that_always_expires_ends_in_its_failure() {
        var paging = paging(cursor -> {
            if (cursor.isPresent()) {
                throw notFound();
            }
            return new Page<>(List.of(1), Optional.of("a"), OptionalLong.empty());
        });
        assertThatThrownBy(() -> paging.all(RemoteSystem.WALDUR, LIST)).isInstanceOf(RemoteException.class);
    }

    @Test
    void a_list_that_changes_all_the_time_is_left_for_later() {
        var reads = new AtomicInteger();
        var paging = paging(cursor -> new Page<>(
                List.of(reads.incrementAndGet()),
                cursor.isEmpty() ? Optional.of("a") : Optional.empty(),
                OptionalLong.of(reads.get() % 2)));
        assertThatThrownBy(() -> paging.all(RemoteSystem.WALDUR, LIST))
                .isInstanceOfSatisfying(
                        RemoteException.class,
                        failure -> assertThat(failure.reason()).isEqualTo(Reason.TRANSIENT));
    }

    @Test
    void an_element_that_the_server_lists_twice_is_given_out_once() {
        var paging = paging(_ -> new Page<>(List.of(1, 1, 2), Optional.empty(), OptionalLong.of(3)));
        assertThat(paging.all(RemoteSystem.WALDUR, LIST)).containsExactly(1, 2);
    }

    private static RemoteException notFound() {
        return new RemoteException(Reason.MISSING, RemoteSystem.WALDUR, "list things", "", 404, "", null);
    }

    private static Paging<Integer> paging(java.util.function.Function<Optional<String>, Page<Integer>> read) {
        return new Paging<>(read, element -> element, failure -> failure.is(Reason.MISSING));
    }
}
