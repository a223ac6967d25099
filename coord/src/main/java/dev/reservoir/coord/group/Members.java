package dev.reservoir.coord.group;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The members of a group in the order in which they came. Immutable; a change makes a copy. */
final class Members {
    static final Members NONE = new Members(new LinkedHashMap<>());

    private final SequencedMap<String, Member> byId;
    private final Map<String, String> idByInstance;

    private Members(SequencedMap<String, Member> byId) {
        this.byId = byId;
        Map<String, String> owners = new HashMap<>();
        for (Member member : byId.values()) {
            String instance = member.client().instanceId();
            if (instance != null) {
                owners.put(instance, member.id());
            }
        }
        this.idByInstance = owners.isEmpty() ? Map.of() : owners;
    }

    static Members of(Iterable<Member> members) {
        LinkedHashMap<String, Member> byId = new LinkedHashMap<>();
        members.forEach(member -> byId.put(member.id(), member));
        return new Members(byId);
    }

    int size() {
        return byId.size();
    }

    boolean isEmpty() {
        return byId.isEmpty();
    }

    boolean contains(String id) {
        return byId.containsKey(id);
    }

    @Nullable Member get(String id) {
        return byId.get(id);
    }

    /** Member id of the static member with this instance id, or null. */
    @Nullable String ownerOf(String instanceId) {
        return idByInstance.get(instanceId);
    }

    Collection<Member> all() {
        return Collections.unmodifiableCollection(byId.values());
    }

    Set<String> ids() {
        return Collections.unmodifiableSet(byId.keySet());
    }

    /** With a member added, or put in the place of the one with its id. */
    Members with(Member member) {
        LinkedHashMap<String, Member> copy = new LinkedHashMap<>(byId);
        copy.put(member.id(), member);
        return new Members(copy);
    }

    Members without(Set<String> ids) {
        LinkedHashMap<String, Member> copy = new LinkedHashMap<>(byId);
        copy.keySet().removeAll(ids);
        return new Members(copy);
    }

    /** With another member in the place of one. */
    Members replaced(String id, Member by) {
        LinkedHashMap<String, Member> copy = new LinkedHashMap<>();
        for (Member member : byId.values()) {
            Member kept = member.id().equals(id) ? by : member;
            copy.put(kept.id(), kept);
        }
        return new Members(copy);
    }

    Members mapped(UnaryOperator<Member> change) {
        LinkedHashMap<String, Member> copy = new LinkedHashMap<>();
        byId.values().forEach(member -> copy.put(member.id(), change.apply(member)));
        return new Members(copy);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Members members
                && members.byId.equals(byId)
                && members.byId.keySet().stream().toList().equals(byId.keySet().stream().toList());
    }

    @Override
    public int hashCode() {
        return byId.hashCode();
    }

    @Override
    public String toString() {
        return byId.values().toString();
    }
}
