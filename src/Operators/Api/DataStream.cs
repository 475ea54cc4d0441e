using FlowActors.Functions;
using FlowActors.Graph;
using FlowActors.Operators;
using FlowActors.Partitioning;
using FlowActors.Sinks;
using FlowActors.State;

namespace FlowActors;

/// <summary>
/// A stream of records. Each method adds an operator to the program and gives its result; nothing runs before
/// <see cref="StreamExecutionEnvironment.ExecuteAsync"/>. Functions are called by several subtasks, each on its own thread:
/// what they share they must not change. They see the invariant culture, on every node: a function that writes numbers or
/// dates in another way names its culture.
/// </summary>
/// <typeparam name="T">The records, which nobody may change once they are emitted.</typeparam>
public partial class DataStream<T> : ConfigurableOperator<DataStream<T>>
{
    internal DataStream(StreamExecutionEnvironment env, StreamNode? node, IReadOnlyList<Upstream<T>> upstreams)
        : base(node, env.Graph)
    {
        Environment = env;
        Upstreams = upstreams;
    }

    /// <summary>The environment whose program the stream belongs to.</summary>
    public StreamExecutionEnvironment Environment { get; }

    internal IReadOnlyList<Upstream<T>> Upstreams { get; }

    /// <summary>Turns each record into another.</summary>
    public DataStream<TOut> Map<TOut>(Func<T, TOut> map)
    {
        ArgumentNullException.ThrowIfNull(map);
        return Add<TOut>("Map", [map], () => new MapOperator<T, TOut>(map));
    }

    /// <summary>Keeps the records for which the predicate holds.</summary>
    public DataStream<T> Filter(Func<T, bool> predicate)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        return Add<T>("Filter", [predicate], () => new FilterOperator<T>(predicate));
    }

    /// <summary>
    /// Turns each record into any number of others. The sequence is enumerated as fast as the results can be taken on, and
    /// may be endless.
    /// </summary>
    public DataStream<TOut> FlatMap<TOut>(Func<T, IEnumerable<TOut>> flatMap)
    {
        ArgumentNullException.ThrowIfNull(flatMap);
        return FlatMap(flatMap, [flatMap]);
    }

    /// <summary>Turns each record into any number of others, handed to a collector.</summary>
    public DataStream<TOut> FlatMap<TOut>(Action<T, Collector<TOut>> flatMap)
    {
        ArgumentNullException.ThrowIfNull(flatMap);
        return Add<TOut>("FlatMap", [flatMap], () => new CollectorFlatMapOperator<T, TOut>(flatMap));
    }

    /// <summary>Runs a process function.</summary>
    /// <param name="function">Makes a new function, as in <c>() => new F()</c>; called once for each subtask of each attempt.</param>
    public DataStream<TOut> Process<TOut>(Func<ProcessFunction<T, TOut>> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return Add<TOut>("Process", [function], () => new ProcessOperator<T, TOut>(function), hasSideOutputs: true);
    }

    /// <summary>
    /// Runs an operator that is written by hand: for what no function can do. On a keyed stream records of a key come to one subtask; the
    /// operator takes keys out of records itself.
    /// </summary>
    /// <param name="name">Its kind, for people and for the uid that is derived; not empty.</param>
    /// <param name="create">Makes a new operator, as in <c>() => new O()</c>; called once for each subtask of each attempt.</param>
    public virtual DataStream<TOut> Transform<TOut>(string name, Func<OneInputOperator<T, TOut>> create)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(create);
        return Add<TOut>(name, [create], create);
    }

    /// <summary>
    /// Groups records by key: from here on each key has its state, and all records of a key meet in one subtask, in the order
    /// in which each sender sent them. Two keys are one when their canonical forms are: a DateTime counts without its kind, a DateTimeOffset as its
    /// instant, a decimal without its scale, and both zeros and all NaN of a floating-point number are one.
    /// </summary>
    /// <param name="keySelector">
    /// Takes the key out of a record: the same record always gives the same key, never null. A key of several parts is a tuple or a
    /// record; anonymous types are no keys.
    /// </param>
    /// <exception cref="JobValidationException">The type cannot be a key.</exception>
    public KeyedStream<T, TKey> KeyBy<TKey>(Func<T, TKey> keySelector)
    {
        ArgumentNullException.ThrowIfNull(keySelector);
        CheckKey<TKey>();
        return new KeyedStream<T, TKey>(Environment, Spread(new KeyGroupPartitioner<T, TKey>(keySelector)), keySelector);
    }

    /// <summary>
    /// Takes the stream as keyed without sending its records anywhere: for records that are where <see cref="KeyBy"/> would bring them,
    /// as behind an operator of a keyed stream that leaves their keys alone. What comes next has the same parallelism and max
    /// parallelism, and may be chained. A record that lies in another subtask than its key does fails the job as soon as its key is met
    /// for the first time.
    /// </summary>
    /// <param name="keySelector">As for <see cref="KeyBy"/>. A partitioning that was asked for before stays.</param>
    /// <exception cref="JobValidationException">The type cannot be a key.</exception>
    public KeyedStream<T, TKey> ReinterpretAsKeyed<TKey>(Func<T, TKey> keySelector)
    {
        ArgumentNullException.ThrowIfNull(keySelector);
        CheckKey<TKey>();
        var forward = new ForwardPartitioner<T>();
        return new KeyedStream<T, TKey>(
            Environment, [.. Upstreams.Select(u => u with { Partitioner = u.Partitioner ?? forward })], keySelector);
    }

    /// <summary>The records of this stream and of others, in no order between them.</summary>
    public DataStream<T> Union(params DataStream<T>[] others)
    {
        ArgumentNullException.ThrowIfNull(others);
        foreach (var other in others)
        {
            ArgumentNullException.ThrowIfNull(other, nameof(others));
            if (other.Environment != Environment)
                throw new JobValidationException("A stream of another environment cannot be united with this one: build both in one environment.");
        }

        return new DataStream<T>(Environment, null, [.. Upstreams, .. others.SelectMany(o => o.Upstreams)]);
    }

    /// <summary>
    /// This stream and another, which may be of another type, for one operator that reads both. Two keyed streams stay keyed, also where they are
    /// known as <see cref="DataStream{T}"/>; where one only is keyed, the operator has no keys.
    /// </summary>
    /// <exception cref="JobValidationException">The other is of another environment, or both are keyed by different types.</exception>
    public ConnectedStreams<T, TOther> Connect<TOther>(DataStream<TOther> other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return ConnectWith(other);
    }

    /// <summary>This stream and one that is broadcast, for a function that treats the records of this by what the other has said.</summary>
    /// <exception cref="JobValidationException">The other is of another environment.</exception>
    public BroadcastConnectedStream<T, TBroadcast> Connect<TBroadcast>(BroadcastStream<TBroadcast> broadcast)
    {
        ArgumentNullException.ThrowIfNull(broadcast);
        return new BroadcastConnectedStream<T, TBroadcast>(this, broadcast);
    }

    private protected virtual ConnectedStreams<T, TOther> ConnectWith<TOther>(DataStream<TOther> other) => new(this, other);

    /// <summary>The type of its keys; null where it has none.</summary>
    internal virtual Type? KeyType => null;

    /// <summary>Subtask i sends to subtask i; both sides must have the same parallelism.</summary>
    public DataStream<T> Forward() => PartitionBy(new ForwardPartitioner<T>());

    /// <summary>Spreads records over the subtasks in turn.</summary>
    public DataStream<T> Rebalance() => PartitionBy(new RebalancePartitioner<T>());

    /// <summary>
    /// Spreads records in turn over a share of the subtasks (Flink's rescale): with 2 senders and 4 receivers, each sender has 2 of
    /// them; with 4 and 2, each receiver has 2 senders. Fewer channels than <see cref="Rebalance"/>, and records stay on their node where
    /// neighbours do; but where senders have unequal work, so have receivers.
    /// </summary>
    public DataStream<T> Rescale() => PartitionBy(new RescalePartitioner<T>());

    /// <summary>Sends each record to a random subtask, all equally likely.</summary>
    public DataStream<T> Shuffle() => PartitionBy(new ShufflePartitioner<T>());

    /// <summary>Sends every record to subtask 0 of what comes next; its other subtasks have nothing to do.</summary>
    public DataStream<T> Global() => PartitionBy(new GlobalPartitioner<T>());

    /// <summary>Sends every record to all subtasks.</summary>
    public DataStream<T> Broadcast() => PartitionBy(new BroadcastPartitioner<T>());

    /// <summary>
    /// Sends every record to all subtasks of what it will be connected with, to be kept in broadcast state (Flink's broadcast state pattern).
    /// </summary>
    /// <param name="descriptor">The broadcast state; its entries must fit in memory.</param>
    /// <param name="more">Further ones.</param>
    /// <exception cref="JobValidationException">Two have one name, or the keys of a map cannot be keys.</exception>
    public BroadcastStream<T> Broadcast(MapStateDescriptor descriptor, params MapStateDescriptor[] more)
    {
        ArgumentNullException.ThrowIfNull(more);
        return new BroadcastStream<T>(Broadcast(), [descriptor, .. more]);
    }

    /// <summary>Sends records of one key to one subtask, without making the stream keyed.</summary>
    public DataStream<T> PartitionByHash<TKey>(Func<T, TKey> keySelector)
    {
        ArgumentNullException.ThrowIfNull(keySelector);
        CheckKey<TKey>();
        return PartitionBy(new KeyGroupPartitioner<T, TKey>(keySelector));
    }

    /// <summary>
    /// Sends each record to the subtask that a function says (Flink's custom partitioning), without making the stream keyed. The
    /// number of subtasks may change when a job is rescaled.
    /// </summary>
    /// <param name="partitioner">
    /// Gives the number of a subtask, from 0, for a key and the number of subtasks; a number out of range fails the job.
    /// </param>
    /// <param name="keySelector">Takes the key out of a record: the same record always gives the same key.</param>
    public DataStream<T> PartitionCustom<TKey>(Func<TKey, int, int> partitioner, Func<T, TKey> keySelector)
    {
        ArgumentNullException.ThrowIfNull(partitioner);
        ArgumentNullException.ThrowIfNull(keySelector);
        return PartitionBy(new CustomPartitioner<T>((record, subtasks) => partitioner(keySelector(record), subtasks), [partitioner, keySelector]));
    }

    /// <summary>Ends the stream in a sink.</summary>
    public StreamSink SinkTo(Sink<T> sink, string name = "Sink") => SinkTo(sink, name, nonParallel: false);

    internal StreamSink SinkTo(Sink<T> sink, string name, bool nonParallel = false, Delegate? function = null)
    {
        ArgumentNullException.ThrowIfNull(sink);
        return new StreamSink(Environment.Graph.AddSink(Upstreams, sink, name, nonParallel, function), Environment.Graph);
    }

    internal DataStream<TOut> Map<TOut>(Func<T, TOut> map, object[] userCode) => Add<TOut>("Map", userCode, () => new MapOperator<T, TOut>(map));

    internal DataStream<TOut> FlatMap<TOut>(Func<T, IEnumerable<TOut>> flatMap, object[] userCode) =>
        Add<TOut>("FlatMap", userCode, () => new EnumerableFlatMapOperator<T, TOut>(flatMap));

    internal DataStream<TOut> Add<TOut>(string name, object[] userCode, Func<OneInputOperator<T, TOut>> create, bool hasSideOutputs = false)
    {
        var node = Environment.Graph.AddOneInput(Upstreams, name, create, userCode, hasSideOutputs: hasSideOutputs);
        return new DataStream<TOut>(Environment, node, [new Upstream<TOut>(new NodePort(node.Id), null)]);
    }

    private protected virtual DataStream<T> PartitionBy(Partitioner<T> partitioner) => new(Environment, null, Spread(partitioner));

    private IReadOnlyList<Upstream<T>> Spread(Partitioner<T> partitioner) => [.. Upstreams.Select(u => u with { Partitioner = partitioner })];

    private void CheckKey<TKey>() => KeyTypeRules.Check<TKey>(Environment.Settings.Serializers, $"The stream behind {OperatorName}");
}
