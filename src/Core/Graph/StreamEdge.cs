using FlowActors.Partitioning;
using FlowActors.Serialization;

namespace FlowActors.Graph;

/// <summary>Records go from a numbered output of one node to a numbered input of another.</summary>
public abstract class StreamEdge
{
    private protected StreamEdge(NodePort from, NodePort to)
    {
        From = from;
        To = to;
    }

    /// <summary>The node that sends, and which of its outputs.</summary>
    public NodePort From { get; }

    /// <summary>The node that receives, and which of its inputs.</summary>
    public NodePort To { get; }

    /// <summary>The id of the node that sends.</summary>
    public int Source => From.Node;

    /// <summary>The id of the node that receives.</summary>
    public int Target => To.Node;

    /// <summary>FORWARD, HASH, ...</summary>
    public abstract string PartitionerName { get; }

    /// <summary>True when subtask i sends to subtask i.</summary>
    public abstract bool IsForward { get; }

    /// <inheritdoc cref="Partitioner{T}.IsPointwise"/>
    public abstract bool IsPointwise { get; }

    /// <inheritdoc cref="Partitioner{T}.MayBeOvertaken"/>
    internal abstract bool MayBeOvertaken { get; }

    /// <summary>The records.</summary>
    public abstract Type RecordType { get; }

    /// <summary>The delegates of the user's that its partitioner calls. Their assemblies count for the graph's hash.</summary>
    public abstract IReadOnlyList<object> UserCode { get; }

    /// <summary>
    /// True when the program asked for this partitioning; false when it follows from the parallelism of both sides.
    /// </summary>
    public bool IsExplicit { get; init; }

    /// <summary>Checks that the partitioner's keys and the records have serializers.</summary>
    /// <exception cref="UnserializableTypeException">The records' type cannot be serialized.</exception>
    /// <exception cref="InvalidKeyTypeException">The key's type cannot be a key.</exception>
    public abstract void Validate(SerializerRegistry serializers);

    /// <summary>Calls the visitor with the edge's static type.</summary>
    public abstract TResult Accept<TResult>(IStreamEdgeVisitor<TResult> visitor);
}

/// <summary>Recovers the static type of an edge without reflection.</summary>
/// <typeparam name="TResult">What a visit gives.</typeparam>
public interface IStreamEdgeVisitor<out TResult>
{
    /// <summary>An edge.</summary>
    TResult Visit<T>(StreamEdge<T> edge);
}

/// <summary>An edge with its records' type.</summary>
/// <typeparam name="T">The records.</typeparam>
public sealed class StreamEdge<T>(NodePort from, NodePort to, Partitioner<T> partitioner) : StreamEdge(from, to)
{
    /// <summary>Says to which subtask a record goes.</summary>
    public Partitioner<T> Partitioner { get; } = partitioner;

    /// <inheritdoc/>
    public override string PartitionerName => Partitioner.Name;

    /// <inheritdoc/>
    public override bool IsForward => Partitioner.IsForward;

    /// <inheritdoc/>
    public override bool IsPointwise => Partitioner.IsPointwise;

    internal override bool MayBeOvertaken => Partitioner.MayBeOvertaken;

    /// <inheritdoc/>
    public override Type RecordType => typeof(T);

    /// <inheritdoc/>
    public override IReadOnlyList<object> UserCode => Partitioner.UserCode;

    /// <inheritdoc/>
    public override void Validate(SerializerRegistry serializers)
    {
        serializers.Get<T>();
        Partitioner.Validate(serializers);
    }

    /// <inheritdoc/>
    public override TResult Accept<TResult>(IStreamEdgeVisitor<TResult> visitor) => visitor.Visit(this);
}
