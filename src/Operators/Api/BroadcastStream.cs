using FlowActors.Serialization;
using FlowActors.State;

namespace FlowActors;

/// <summary>
/// A stream whose every record goes to all subtasks of what it is connected with, each of which keeps what it needs of them in the same
/// broadcast state (Flink's broadcast state pattern): rules, or a small table, that other records are treated by.
/// </summary>
/// <typeparam name="T">The records.</typeparam>
public sealed class BroadcastStream<T>
{
    internal BroadcastStream(DataStream<T> partitioned, IReadOnlyList<MapStateDescriptor> descriptors)
    {
        foreach (var descriptor in descriptors) Check(descriptor, partitioned.Environment.Settings.Serializers);
        if (descriptors.GroupBy(d => d.Name).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new JobValidationException($"The broadcast state '{twice.Key}' is given to Broadcast twice: a name stands for one state.");
        (Partitioned, Descriptors) = (partitioned, descriptors);
    }

    /// <summary>The environment whose program the stream belongs to.</summary>
    public StreamExecutionEnvironment Environment => Partitioned.Environment;

    internal DataStream<T> Partitioned { get; }

    internal IReadOnlyList<MapStateDescriptor> Descriptors { get; }

    /// <summary>What the states keep besides keys of maps, where the job's serializers store it.</summary>
    internal Type[] StateTypes => [.. Descriptors.Select(d => d.StoredType).OfType<Type>()];

    private static void Check(MapStateDescriptor descriptor, SerializerRegistry serializers)
    {
        ArgumentNullException.ThrowIfNull(descriptor);
        if (descriptor.TimeToLive is not null)
        {
            throw new JobValidationException(
                $"The broadcast state '{descriptor.Name}' has a time to live, which only keyed state can have: remove its entries by records of " +
                "the broadcast side.");
        }

        try
        {
            descriptor.CheckKeys(serializers);
        }
        catch (InvalidKeyTypeException e)
        {
            throw new JobValidationException($"The keys of the broadcast state '{descriptor.Name}' cannot be stored: {e.Message}", e);
        }
    }
}
