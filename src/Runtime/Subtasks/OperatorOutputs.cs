using FlowActors.Graph;
using FlowActors.Operators;

namespace FlowActors.Runtime.Subtasks;

/// <summary>Where the results of one operator go, by the number of the output.</summary>
internal sealed class OperatorOutputs
{
    private readonly Dictionary<int, List<object>> _targets = [];

    /// <summary>Adds a target of an output: an <see cref="Output{T}"/> of its records.</summary>
    public void Add(StreamEdge edge, object target)
    {
        if (!_targets.TryGetValue(edge.From.Number, out var targets)) _targets.Add(edge.From.Number, targets = []);
        targets.Add(target);
    }

    /// <summary>All targets of an output as one; one that drops what it is given where there is none.</summary>
    public Output<T> Get<T>(int output) => _targets.GetValueOrDefault(output) switch
    {
        null => new DroppingOutput<T>(),
        [var only] => (Output<T>)only,
        var several => new FanOutOutput<T>([.. several.Cast<Output<T>>()]),
    };

    /// <summary>Everything that hears what the operator says about event time.</summary>
    public IEventTime EventTime => _targets.Values.SelectMany(t => t).ToArray() switch
    {
        [var only] => (IEventTime)only,
        var all => new FanOutEventTime([.. all.Cast<IEventTime>()]),
    };

    private sealed class FanOutEventTime(IEventTime[] targets) : IEventTime
    {
        public void Watermark(long timestamp)
        {
            foreach (var target in targets) target.Watermark(timestamp);
        }

        public void Status(bool active)
        {
            foreach (var target in targets) target.Status(active);
        }
    }

    /// <summary>Nobody takes the results.</summary>
    private sealed class DroppingOutput<T> : Output<T>
    {
        public override void Collect(T value, long timestamp)
        {
        }

        public override void Watermark(long timestamp)
        {
        }

        public override void Status(bool active)
        {
        }
    }

    /// <summary>Several take the results, each the same object.</summary>
    private sealed class FanOutOutput<T>(Output<T>[] targets) : Output<T>
    {
        public override void Collect(T value, long timestamp)
        {
            foreach (var target in targets) target.Collect(value, timestamp);
        }

        public override void Watermark(long timestamp)
        {
            foreach (var target in targets) target.Watermark(timestamp);
        }

        public override void Status(bool active)
        {
            foreach (var target in targets) target.Status(active);
        }
    }
}
