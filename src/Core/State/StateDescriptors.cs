using FlowActors.Functions;
using FlowActors.Serialization;

namespace FlowActors.State;

/// <summary>
/// Names a state. Within one operator a name stands for one state of one kind and type; what is kept survives under the
/// operator's uid and this name. Names that begin with an underscore are the engine's own, which keeps timers, event time and more beside the
/// states of an operator: constructors refuse them with an <see cref="ArgumentException"/>, and control characters too.
/// </summary>
public abstract class StateDescriptor
{
    private protected StateDescriptor(string name, bool isEngines = false)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (!isEngines && name[0] == '_')
        {
            throw new ArgumentException(
                $"No state can be named '{name}': names that begin with '_' are those of the engine's own states. Give it one that begins otherwise.",
                nameof(name));
        }

        if (NameText.FaultOf(name) is { } fault) throw new ArgumentException($"No state can be named '{NameText.Shown(name)}': {fault}.", nameof(name));
        Name = name;
    }

    /// <summary>The name; not empty, without control characters, and not beginning with an underscore.</summary>
    public string Name { get; }

    /// <summary>
    /// How long the state is kept after it was last touched; null, the default, for ever. For keyed state only: operator state and broadcast
    /// state with it are refused.
    /// </summary>
    public StateTtlConfig? TimeToLive { get; init; }

    /// <summary>
    /// Whether anyone who may ask the cluster may read the state while the job runs. For keyed state only: of others it says nothing. Default: no, unless
    /// all states of the operator or of the node's jobs are (<c>flowactors.queries.all-states</c>).
    /// </summary>
    public bool IsQueryable { get; init; }
}

/// <summary>One value for each key.</summary>
/// <typeparam name="T">The value.</typeparam>
/// <param name="name">The state's name.</param>
/// <param name="serializer">How values are stored; null takes the job's serializer for the type.</param>
public sealed class ValueStateDescriptor<T>(string name, TypeSerializer<T>? serializer = null) : StateDescriptor(name)
{
    /// <summary>The serializer, if one was given.</summary>
    public TypeSerializer<T>? Serializer { get; } = serializer;
}

/// <summary>A list for each key (keyed state) or for each subtask (operator state).</summary>
/// <typeparam name="T">The elements.</typeparam>
public sealed class ListStateDescriptor<T> : StateDescriptor
{
    /// <summary>Names a list.</summary>
    /// <param name="name">The state's name.</param>
    /// <param name="serializer">How elements are stored; null takes the job's serializer for the type.</param>
    public ListStateDescriptor(string name, TypeSerializer<T>? serializer = null)
        : base(name) => Serializer = serializer;

    private ListStateDescriptor(string name, bool isEngines)
        : base(name, isEngines)
    {
    }

    /// <summary>The serializer, if one was given.</summary>
    public TypeSerializer<T>? Serializer { get; }

    /// <summary>A list of the engine's own.</summary>
    internal static ListStateDescriptor<T> OfEngine(string name) => new(name, isEngines: true);
}

/// <summary>Names a map, without the types of its entries: see <see cref="MapStateDescriptor{TMapKey,TMapValue}"/>.</summary>
public abstract class MapStateDescriptor : StateDescriptor
{
    private protected MapStateDescriptor(string name)
        : base(name)
    {
    }

    /// <summary>The type of the values, where the job's serializer stores them; null where the descriptor brings its own.</summary>
    internal abstract Type? StoredType { get; }

    /// <exception cref="InvalidKeyTypeException">The keys of the map cannot be keys.</exception>
    internal abstract void CheckKeys(SerializerRegistry serializers);

    /// <summary>The broadcast state of that name, registered in the store.</summary>
    internal abstract object Broadcast(IOperatorStateStore store);
}

/// <summary>A map for each key (keyed state) or for the operator (broadcast state).</summary>
/// <typeparam name="TMapKey">The keys of the map; must be able to be keys.</typeparam>
/// <typeparam name="TMapValue">The values of the map.</typeparam>
/// <param name="name">The state's name.</param>
/// <param name="valueSerializer">How values are stored; null takes the job's serializer for the type.</param>
public sealed class MapStateDescriptor<TMapKey, TMapValue>(string name, TypeSerializer<TMapValue>? valueSerializer = null)
    : MapStateDescriptor(name)
    where TMapKey : notnull
{
    /// <summary>The serializer of the values, if one was given.</summary>
    public TypeSerializer<TMapValue>? ValueSerializer { get; } = valueSerializer;

    internal override Type? StoredType => ValueSerializer is null ? typeof(TMapValue) : null;

    internal override void CheckKeys(SerializerRegistry serializers) => serializers.GetKey<TMapKey>();

    internal override object Broadcast(IOperatorStateStore store) => store.GetBroadcastState(this);
}

/// <summary>One value for each key into which every added value is folded.</summary>
/// <typeparam name="T">The values.</typeparam>
/// <param name="name">The state's name.</param>
/// <param name="reduce">Folds a new value (second) into the kept one (first); may change and return the first.</param>
/// <param name="serializer">How values are stored; null takes the job's serializer for the type.</param>
public sealed class ReducingStateDescriptor<T>(string name, Func<T, T, T> reduce, TypeSerializer<T>? serializer = null)
    : StateDescriptor(name)
{
    /// <summary>The fold. It may be a method of the function that keeps the state, which is opened and closed as it is.</summary>
    public Func<T, T, T> Reduce { get; } = reduce ?? throw new ArgumentNullException(nameof(reduce));

    /// <summary>The serializer, if one was given.</summary>
    public TypeSerializer<T>? Serializer { get; } = serializer;
}

/// <summary>One accumulator for each key into which every added value is folded.</summary>
/// <typeparam name="TIn">What is added.</typeparam>
/// <typeparam name="TAccumulator">What is kept.</typeparam>
/// <typeparam name="TOut">What is read.</typeparam>
/// <param name="name">The state's name.</param>
/// <param name="function">The fold: no <see cref="RichFunction"/>, as nobody would open it, and nothing that wants to hear of checkpoints.</param>
/// <param name="serializer">How accumulators are stored; null takes the job's serializer for the type.</param>
public sealed class AggregatingStateDescriptor<TIn, TAccumulator, TOut>(
    string name, IAggregateFunction<TIn, TAccumulator, TOut> function, TypeSerializer<TAccumulator>? serializer = null)
    : StateDescriptor(name)
{
    /// <summary>The fold.</summary>
    /// <exception cref="ArgumentException">At construction: it is a <see cref="RichFunction"/>, or wants to hear of checkpoints.</exception>
    public IAggregateFunction<TIn, TAccumulator, TOut> Function { get; } = Checked(function);

    /// <summary>The serializer of accumulators, if one was given.</summary>
    public TypeSerializer<TAccumulator>? Serializer { get; } = serializer;

    private static IAggregateFunction<TIn, TAccumulator, TOut> Checked(IAggregateFunction<TIn, TAccumulator, TOut> function) => function switch
    {
        null => throw new ArgumentNullException(nameof(function)),
        RichFunction => throw new ArgumentException(
            $"{TypeNames.Of(function.GetType())} is a {nameof(RichFunction)}, which nobody opens and closes in a state. Take what it needs in its constructor.",
            nameof(function)),
        _ => UnledCode.RefusalOfObject(function.GetType()) is { } refusal ? throw new ArgumentException(refusal, nameof(function)) : function,
    };
}
