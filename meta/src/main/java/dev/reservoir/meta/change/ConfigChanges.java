package dev.reservoir.meta.change;

import dev.reservoir.meta.ConfigResource;
import dev.reservoir.meta.MetadataEvent;
import dev.reservoir.meta.MetadataImage;
import dev.reservoir.meta.TopicNames;
import dev.reservoir.meta.config.BrokerConfig;
import dev.reservoir.meta.config.BrokerConfigRules;
import dev.reservoir.meta.config.BrokerKeys;
import dev.reservoir.meta.config.ConfigKey;
import dev.reservoir.meta.config.ConfigKeys;
import dev.reservoir.meta.config.ConfigType;
import dev.reservoir.meta.config.EffectiveConfigs;
import dev.reservoir.meta.config.InvalidConfigException;
import dev.reservoir.meta.config.TopicConfigRules;
import dev.reservoir.meta.config.TopicKeys;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Decides changes of dynamic configs. */
final class ConfigChanges {
    private final BrokerConfig config;

    ConfigChanges(BrokerConfig config) {
        this.config = config;
    }

    Decision<MetadataReply.ConfigsAltered> alter(
            MetadataImage image, MetadataCommand.AlterConfigs command) {
        return decide(image, command.changes(), false, command.validateOnly());
    }

    Decision<MetadataReply.ConfigsAltered> replace(
            MetadataImage image, MetadataCommand.ReplaceConfigs command) {
        return decide(image, command.changes(), true, command.validateOnly());
    }

    private Decision<MetadataReply.ConfigsAltered> decide(
            MetadataImage image,
            List<ConfigChange> changes,
            boolean replaceAll,
            boolean validateOnly) {
        Draft draft = new Draft(image);
        Map<ConfigResource, Integer> timesNamed = new HashMap<>();
        changes.forEach(change -> timesNamed.merge(change.resource(), 1, Integer::sum));
        List<MetadataReply.AlteredResource> results = new ArrayList<>();
        for (ConfigChange change : changes) {
            Outcome outcome = Outcome.OK;
            try {
                if (!Objects.equals(timesNamed.get(change.resource()), 1)) {
                    throw invalidRequest("Each resource must appear at most once.");
                }
                change(draft, change, replaceAll);
            } catch (Refused e) {
                outcome = e.outcome();
            }
            results.add(new MetadataReply.AlteredResource(change.resource(), outcome));
        }
        return new Decision<>(
                draft.events(validateOnly), new MetadataReply.ConfigsAltered(results));
    }

    private void change(Draft draft, ConfigChange change, boolean replaceAll) {
        ConfigResource resource = change.resource();
        checkSteps(change.steps());
        checkName(resource);
        SortedMap<String, String> before = draft.image().configs(resource);
        EffectiveConfigs effective = EffectiveConfigs.of(config, draft.image());
        SortedMap<String, String> after = new TreeMap<>(replaceAll ? Map.of() : before);
        for (ConfigChange.Step step : change.steps()) {
            String value = result(resource, step, after.get(step.key()), effective);
            if (value == null) {
                after.remove(step.key());
            } else {
                after.put(step.key(), value);
            }
        }
        check(resource, after, effective);
        if (resource.kind() == ConfigResource.Kind.TOPIC
                && draft.image().topic(resource.name()) == null) {
            throw new Refused(
                    MetadataError.UNKNOWN_TOPIC_OR_PARTITION,
                    "The topic '" + resource.name() + "' does not exist.");
        }
        emit(draft, resource, before, after);
    }

    private static void emit(
            Draft draft,
            ConfigResource resource,
            SortedMap<String, String> before,
            SortedMap<String, String> after) {
        Set<String> keys = new TreeSet<>(before.keySet());
        keys.addAll(after.keySet());
        List<MetadataEvent> events = new ArrayList<>();
        for (String key : keys) {
            if (!Objects.equals(before.get(key), after.get(key))) {
                events.add(new MetadataEvent.ConfigChanged(resource, key, after.get(key)));
            }
        }
        draft.add(events);
    }

    private static void checkSteps(List<ConfigChange.Step> steps) {
        Set<String> keys = new HashSet<>();
        List<String> nulls = new ArrayList<>();
        for (ConfigChange.Step step : steps) {
            if (!keys.add(step.key())) {
                throw invalidRequest("Error due to duplicate config keys: " + step.key());
            }
            if (step.op() != ConfigChange.Op.DELETE && step.value() == null) {
                nulls.add(step.key());
            }
        }
        if (!nulls.isEmpty()) {
            throw invalidRequest("Null value not supported for : " + String.join(", ", nulls));
        }
    }

    private void checkName(ConfigResource resource) {
        switch (resource.kind()) {
            case TOPIC -> {
                if (resource.name().isEmpty()) {
                    throw invalidRequest("Default topic resources are not allowed.");
                }
                String problem = TopicNames.problem(resource.name());
                if (problem != null) {
                    throw new Refused(MetadataError.INVALID_TOPIC_EXCEPTION, problem);
                }
            }
            case BROKER -> {
                if (!resource.equals(ConfigResource.ALL_BROKERS)
                        && !resource.equals(ConfigResource.broker(config.nodeId()))) {
                    throw invalidRequest(
                            (isNumber(resource.name())
                                            ? "Unexpected broker id, expected " + config.nodeId()
                                            : "Node id must be an integer, here " + config.nodeId())
                                    + ", but received "
                                    + resource.name());
                }
            }
        }
    }

    private static boolean isNumber(String name) {
        return name.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static @Nullable String result(
            ConfigResource resource,
            ConfigChange.Step step,
            @Nullable String before,
            EffectiveConfigs effective) {
        return switch (step.op()) {
            case DELETE -> null;
            case SET -> step.value();
            case APPEND -> {
                List<String> items = items(resource, step, before, effective);
                for (String item : split(step.value())) {
                    if (!items.contains(item)) {
                        items.add(item);
                    }
                }
                yield String.join(",", items);
            }
            case SUBTRACT -> {
                List<String> items = items(resource, step, before, effective);
                items.removeAll(split(step.value()));
                yield String.join(",", items);
            }
        };
    }

    /** What a list holds before it is changed. */
    private static List<String> items(
            ConfigResource resource,
            ConfigChange.Step step,
            @Nullable String before,
            EffectiveConfigs effective) {
        ConfigKey key = keys(resource).get(step.key());
        if (key == null || key.type() != ConfigType.LIST) {
            throw new Refused(
                    MetadataError.INVALID_CONFIG,
                    "Can't "
                            + step.op()
                            + " to key "
                            + step.key()
                            + " because its type is not LIST.");
        }
        if (before != null) {
            return split(before);
        }
        return split(
                switch (resource.kind()) {
                    case TOPIC -> effective.topicDefaultText(key);
                    case BROKER -> key.defaultValue();
                });
    }

    private static List<String> split(@Nullable String list) {
        List<String> items = new ArrayList<>();
        if (list != null) {
            Arrays.stream(list.split(",", -1))
                    .map(String::strip)
                    .filter(item -> !item.isEmpty())
                    .forEach(items::add);
        }
        return items;
    }

    private static ConfigKeys keys(ConfigResource resource) {
        return switch (resource.kind()) {
            case TOPIC -> TopicKeys.KEYS;
            case BROKER -> BrokerKeys.KEYS;
        };
    }

    private static void check(
            ConfigResource resource, SortedMap<String, String> after, EffectiveConfigs effective) {
        try {
            switch (resource.kind()) {
                case TOPIC -> TopicConfigRules.check(resource.name(), after, effective);
                case BROKER -> BrokerConfigRules.checkDynamic(resource, after, effective);
            }
        } catch (InvalidConfigException e) {
            throw new Refused(
                    resource.kind() == ConfigResource.Kind.TOPIC
                            ? MetadataError.INVALID_CONFIG
                            : MetadataError.INVALID_REQUEST,
                    e.getMessage());
        }
    }

    private static Refused invalidRequest(String message) {
        return new Refused(MetadataError.INVALID_REQUEST, message);
    }
}
