using FlowActors.Graph;
using FlowActors.Operators;
using FlowActors.Runtime.Exchange;

namespace FlowActors.Runtime.Subtasks;

/// <summary>Makes the checks of one subtask's edges; there is none of this where records are not checked.</summary>
internal sealed class RecordChecks
{
    private readonly SubtaskPlan _plan;

    private RecordChecks(SubtaskPlan plan) => _plan = plan;

    /// <summary>Null where the job's records are not checked.</summary>
    public static RecordChecks? For(SubtaskPlan plan, RecordChecking setting) => IsOn(plan, setting) ? new RecordChecks(plan) : null;

    /// <summary>The check of an edge; null where its records cannot change.</summary>
    public RecordCheck<T>? Of<T>(StreamEdge edge) => Of<T>([edge], edge.Target);

    /// <summary>The check of everything that an operator receives; null where it cannot change.</summary>
    public RecordCheck<T>? Of<T>(StreamNode receiver) => Of<T>(
        _plan.InEdges.Select(e => e.Edge).Concat(_plan.Vertex.InnerEdges).Where(e => e.Target == receiver.Id), receiver.Id);

    private static bool IsOn(SubtaskPlan plan, RecordChecking setting) => plan.Graph.Settings.CheckRecords ?? setting switch
    {
        RecordChecking.On => true,
        RecordChecking.Off => false,
        _ => plan.Deployment.IsDebugBuild,
    };

    private RecordCheck<T>? Of<T>(IEnumerable<StreamEdge> edges, int receiver) =>
        RecordPrinter<T>.Create(_plan.Graph.Settings.Serializers) is { } printer
            ? new RecordCheck<T>(
                printer,
                string.Join("' or '", edges.Select(e => _plan.OperatorOf(e.Source).Name).Distinct()),
                _plan.OperatorOf(receiver).Name)
            : null;
}
