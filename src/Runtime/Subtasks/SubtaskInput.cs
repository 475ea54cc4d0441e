using FlowActors.Graph;
using FlowActors.Operators;
using FlowActors.Runtime.Exchange;
using FlowActors.Runtime.Exchange.InFlight;
using FlowActors.Runtime.Planning;

namespace FlowActors.Runtime.Subtasks;

/// <summary>
/// The inputs of one subtask in two steps: their channels are registered when it is deployed, the gate over them is made when
/// the chain behind them exists.
/// </summary>
internal sealed class SubtaskInput : IDisposable
{
    private readonly List<RegisteredInput> _inputs = [];
    private readonly List<ChannelId> _channels = [];

    private SubtaskInput()
    {
    }

    /// <summary>The credits of all channels.</summary>
    public int Credits => _inputs.Sum(i => i.Credits);

    /// <summary>The channels, numbered through all inputs.</summary>
    public IReadOnlyList<ChannelId> Channels => _channels;

    /// <summary>Registers the channels of a subtask's inputs.</summary>
    public static SubtaskInput Register(
        SubtaskPlan plan, NodeExchange exchange, ExchangeSettings settings, RecordChecks? checks, IWakeable subtask)
    {
        var made = new SubtaskInput();
        try
        {
            // The edges of one input carry the same type, which the first one knows.
            foreach (var input in plan.InEdges.GroupBy(e => e.Edge.To.Number).OrderBy(g => g.Key))
            {
                made._inputs.Add(input.First().Edge.Accept(new Registration(plan, exchange, settings, checks, subtask, [.. input])));
                made._channels.AddRange(input.SelectMany(e => plan.SendersOf(e).Select(sender => new ChannelId(e, sender, plan.Id.Index, IsOutput: false))));
            }

            return made;
        }
        catch
        {
            made.Dispose();
            throw;
        }
    }

    /// <summary>The gate that feeds an operator.</summary>
    /// <param name="head">The operator at the head of the chain.</param>
    /// <param name="notes">Notes what records it is given.</param>
    /// <param name="quantum">Says when to stop.</param>
    /// <param name="cursor">The chain's.</param>
    /// <param name="events">Told of barriers and ends.</param>
    public InputGate CreateGate(IInputOperator head, RecordNotes notes, RunQuantum quantum, ExecutionCursor cursor, IGateEvents events) =>
        new([.. _inputs.Select((input, number) => input.Connect(head, number, notes, quantum, cursor))], head, quantum, events, [.. _channels.Select(c => c.Edge.Edge.MayBeOvertaken)]);

    public void Dispose()
    {
        foreach (var input in _inputs) input.Dispose();
    }

    private sealed class Registration(
        SubtaskPlan plan, NodeExchange exchange, ExchangeSettings settings, RecordChecks? checks, IWakeable subtask, JobEdge[] edges)
        : IStreamEdgeVisitor<RegisteredInput>
    {
        public RegisteredInput Visit<T>(StreamEdge<T> first)
        {
            var input = InputChannels<T>.Of(plan.Graph.Settings.Serializers.Get<T>(), plan.ChannelsOfInput(edges[0]), settings);
            var channels = new List<BatchReceiver<T>>();
            var channelChecks = new List<RecordCheck<T>>();
            try
            {
                foreach (var edge in edges)
                {
                    var check = checks?.Of<T>(edge.Edge);
                    foreach (var sender in plan.SendersOf(edge))
                    {
                        channels.Add(exchange.RegisterInput(
                            plan.Channel(edge, sender, plan.Id.Index), plan.NodeOf(sender), input, subtask));
                        if (check is not null) channelChecks.Add(check);
                    }
                }
            }
            catch
            {
                foreach (var channel in channels) channel.Dispose();
                throw;
            }

            return new RegisteredInput<T>([.. channels], [.. channelChecks], Credits(input, channels.Count(c => !c.IsRemote), channels.Count(c => c.IsRemote)));
        }

        // Of the budget of channels within the node as many as batches at their fullest take.
        private int Credits<T>(InputChannels<T> input, int local, int remote)
        {
            var batch = edges.Max(e => BatchBounds.Of(plan.ReceiversMax(e), settings).BatchBytes);
            var borrowed = Math.Min((long)local * (settings.CreditsPerChannel - 1), input.Budget is null ? int.MaxValue : settings.FloatingBytesPerInput / batch);
            return (int)(local + borrowed) + (remote * RemoteSettings.From(settings).CreditsOf(input.Count));
        }
    }

    private abstract class RegisteredInput(int credits) : IDisposable
    {
        public int Credits => credits;

        public abstract InputPort Connect(IInputOperator head, int number, RecordNotes notes, RunQuantum quantum, ExecutionCursor cursor);

        public abstract void Dispose();
    }

    private sealed class RegisteredInput<T>(BatchReceiver<T>[] channels, RecordCheck<T>[] checks, int credits) : RegisteredInput(credits)
    {
        public override InputPort Connect(IInputOperator head, int number, RecordNotes notes, RunQuantum quantum, ExecutionCursor cursor) =>
            new InputPort<T>(channels, notes.AtHead(head.GetInput<T>(number), head), quantum, cursor, checks);

        public override void Dispose()
        {
            foreach (var channel in channels) channel.Dispose();
        }
    }
}
