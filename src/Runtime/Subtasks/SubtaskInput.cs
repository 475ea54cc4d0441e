using FlowActors.Graph;
using FlowActors.Operators;
using FlowActors.Runtime.Exchange;

namespace FlowActors.Runtime.Subtasks;

/// <summary>
/// The input of one subtask in two steps: its channels are registered when it is deployed, the gate over them is made when
/// the chain behind it exists.
/// </summary>
internal abstract class SubtaskInput : IDisposable
{
    /// <summary>Registers the channels of a subtask's input.</summary>
    public static SubtaskInput Register(
        SubtaskPlan plan, NodeExchange exchange, ExchangeSettings settings, RecordChecks? checks, IWakeable subtask) =>
        plan.Vertex.Chain[0].Node.Accept(new Registration(plan, exchange, settings, checks, subtask));

    /// <summary>The head that drives the chain.</summary>
    public abstract ChainHead CreateHead(object head, RunQuantum quantum, ExecutionCursor cursor, IGateEvents events);

    public abstract void Dispose();

    private sealed class Registration(
        SubtaskPlan plan, NodeExchange exchange, ExchangeSettings settings, RecordChecks? checks, IWakeable subtask) : IStreamNodeVisitor<SubtaskInput>
    {
        public SubtaskInput Visit<T>(SourceNode<T> node) => new SourceInput<T>();

        public SubtaskInput Visit<TIn, TOut>(OneInputNode<TIn, TOut> node)
        {
            var serializer = plan.Graph.Settings.Serializers.Get<TIn>();
            var channels = new List<BatchReceiver<TIn>>();
            var channelChecks = new List<RecordCheck<TIn>>();
            try
            {
                foreach (var edge in plan.InEdges)
                {
                    var check = checks?.Of<TIn>(edge.Edge);
                    foreach (var sender in plan.SendersOf(edge))
                    {
                        channels.Add(exchange.RegisterInput(
                            plan.Channel(edge, sender, plan.Id.Index), plan.NodeOf(sender), serializer, subtask));
                        if (check is not null) channelChecks.Add(check);
                    }
                }
            }
            catch
            {
                foreach (var channel in channels) channel.Dispose();
                throw;
            }

            return new GateInput<TIn>(
                [.. channels], [.. channelChecks], channels.Sum(c => c.IsRemote ? settings.RemoteCreditsPerChannel : settings.CreditsPerChannel));
        }
    }

    private sealed class SourceInput<T> : SubtaskInput
    {
        public override ChainHead CreateHead(object head, RunQuantum quantum, ExecutionCursor cursor, IGateEvents events) =>
            new SourceHead<T>((SourceOperator<T>)head, quantum);

        public override void Dispose()
        {
        }
    }

    private sealed class GateInput<T>(BatchReceiver<T>[] channels, RecordCheck<T>[] checks, int credits) : SubtaskInput
    {
        public override ChainHead CreateHead(object head, RunQuantum quantum, ExecutionCursor cursor, IGateEvents events) =>
            new GateHead<T>(new InputGate<T>(channels, (Output<T>)head, quantum, events, cursor, checks), credits);

        public override void Dispose()
        {
            foreach (var channel in channels) channel.Dispose();
        }
    }
}
