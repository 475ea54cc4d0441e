using FlowActors.Serialization;

namespace FlowActors.Partitioning;

/// <summary>Records go to the subtask that owns the key group of their key.</summary>
/// <typeparam name="T">The records.</typeparam>
/// <typeparam name="TKey">The keys.</typeparam>
/// <param name="keySelector">Takes the key out of a record: same record, same key, always; never null.</param>
public sealed class KeyGroupPartitioner<T, TKey>(Func<T, TKey> keySelector) : Partitioner<T>
{
    /// <inheritdoc/>
    public override string Name => "HASH";

    internal override bool MayBeOvertaken => true;

    /// <inheritdoc/>
    public override IReadOnlyList<object> UserCode => [keySelector];

    /// <summary>Takes the key out of a record.</summary>
    public Func<T, TKey> KeySelector => keySelector;

    /// <inheritdoc/>
    public override void Validate(SerializerRegistry serializers) => serializers.GetKey<TKey>();

    /// <inheritdoc/>
    public override TResult Accept<TResult>(IPartitionerVisitor<T, TResult> visitor) => visitor.Visit(this);
}
