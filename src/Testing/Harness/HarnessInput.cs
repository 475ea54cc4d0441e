using FlowActors.Operators;
using FlowActors.Partitioning;
using FlowActors.Serialization;

namespace FlowActors.Testing;

/// <summary>
/// What an input of an operator takes, and to which of several subtasks its records go: for operators that are written by hand. The
/// harness finds it out where the operator stands in a program. Immutable.
/// </summary>
public abstract class HarnessInput
{
    private protected HarnessInput()
    {
    }

    /// <summary>The type of the records.</summary>
    public abstract Type RecordType { get; }

    /// <summary>True when records go to the owner of their key.</summary>
    public abstract bool IsKeyed { get; }

    /// <summary>True when records go to all subtasks.</summary>
    internal abstract bool IsBroadcast { get; }

    /// <summary>An input whose records go to the subtasks in turn.</summary>
    public static HarnessInput Of<T>() => new HarnessInput<T>(new RebalancePartitioner<T>());

    /// <summary>An input whose records go to the owner of their key.</summary>
    public static HarnessInput KeyedBy<T, TKey>(Func<T, TKey> keySelector)
    {
        ArgumentNullException.ThrowIfNull(keySelector);
        return new HarnessInput<T>(new KeyGroupPartitioner<T, TKey>(keySelector));
    }

    /// <summary>An input whose records go to all subtasks.</summary>
    public static HarnessInput Broadcast<T>() => new HarnessInput<T>(new BroadcastPartitioner<T>());

    /// <exception cref="UnserializableTypeException">The records cannot be serialized.</exception>
    /// <exception cref="InvalidKeyTypeException">The key's type cannot be a key.</exception>
    internal abstract void Validate(SerializerRegistry serializers);

    /// <summary>The way into an operator.</summary>
    internal abstract RecordEntry Connect(IInputOperator target, int number, OperatorContext context);

    /// <summary>Says to which subtasks records go.</summary>
    internal abstract RecordRoute CreateRoute(SerializerRegistry serializers, int maxParallelism, int parallelism, string place);
}

/// <summary>An input with its records' type.</summary>
/// <typeparam name="T">The records.</typeparam>
/// <param name="partitioner">To which subtasks they go.</param>
internal sealed class HarnessInput<T>(Partitioner<T> partitioner) : HarnessInput
{
    public override Type RecordType => typeof(T);

    public override bool IsKeyed => partitioner.Accept(new KeyedQuestion<T>());

    internal override bool IsBroadcast => partitioner is BroadcastPartitioner<T>;

    internal override void Validate(SerializerRegistry serializers)
    {
        serializers.Get<T>();
        partitioner.Validate(serializers);
    }

    internal override RecordEntry Connect(IInputOperator target, int number, OperatorContext context) =>
        new RecordEntry<T>(target.GetInput<T>(number), partitioner, context);

    internal override RecordRoute CreateRoute(SerializerRegistry serializers, int maxParallelism, int parallelism, string place) =>
        partitioner.Accept(new RouteBuilder<T>(serializers, maxParallelism, parallelism, place));
}
