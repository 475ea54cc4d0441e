using FlowActors.Functions;
using FlowActors.Graph;
using FlowActors.Operators;

namespace FlowActors;

// Event time.
public partial class DataStream<T>
{
    /// <summary>
    /// Gives the records new timestamps and the stream new watermarks, in each subtask apart. The watermarks and the idleness of the stream before are
    /// dropped, but for its end. Where a source can do it (<see cref="StreamExecutionEnvironment.FromSource{T}(Sources.Source{T},WatermarkStrategy{T},string)"/>) that
    /// is better, as it knows the splits: here those of a subtask are mixed.
    /// </summary>
    /// <param name="strategy">How. Idleness is off where the strategy does not say that there is any.</param>
    public DataStream<T> AssignTimestampsAndWatermarks(WatermarkStrategy<T> strategy)
    {
        ArgumentNullException.ThrowIfNull(strategy);
        var node = Environment.Graph.AddOneInput(
            Upstreams, "Timestamps/Watermarks", () => new WatermarksOperator<T>(strategy), strategy.UserCode, stateTypes: [typeof(EventTimeState)]);
        return new DataStream<T>(Environment, node, [new Upstream<T>(new NodePort(node.Id), null)]);
    }
}
