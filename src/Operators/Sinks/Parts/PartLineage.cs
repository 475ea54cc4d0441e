using System.Security.Cryptography;
using System.Text;

namespace FlowActors.Sinks.Parts;

/// <summary>Who writes a part: a subtask of an attempt of an operator of a job. What no other writes, only this operator removes.</summary>
/// <param name="Job">The job, which is the lineage.</param>
/// <param name="Attempt">The number of the attempt.</param>
/// <param name="Subtask">The number of the subtask.</param>
/// <param name="Operator">Stands for the operator: 8 hexadecimal digits.</param>
internal sealed record PartLineage(JobId Job, int Attempt, int Subtask, string Operator)
{
    private PartLineage(ISinkContext context)
        : this(context.JobId, context.Attempt, context.SubtaskIndex, OperatorOf(context.OperatorUid)) => (Subtasks, Restored) = (context.Parallelism, context.RestoredCheckpointId ?? 0);

    /// <summary>Of how many subtasks it is one.</summary>
    public int Subtasks { get; }

    /// <summary>The job's checkpoint that the attempt was restored from; 0 for none.</summary>
    public long Restored { get; }

    public static PartLineage Of(ISinkContext context) => new(context);

    /// <summary>Stands for an operator by its uid.</summary>
    public static string OperatorOf(string uid) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(uid)).AsSpan(0, 4));

    /// <summary>
    /// Whether an earlier attempt of the job wrote a part that no snapshot can name: it was begun behind the barrier of the checkpoint that
    /// this attempt was restored from. Each subtask answers for its own number, since those of other regions may live on; the first one also
    /// for numbers that are no more. Another sink that writes into the same folder may be in a region that goes on.
    /// </summary>
    public bool IsDead(PartName part)
    {
        if (part.By.Job != Job || part.By.Operator != Operator || part.Behind < Restored) return false;
        return part.By.Subtask == Subtask ? part.By.Attempt < Attempt : Subtask == 0 && part.By.Subtask >= Subtasks;
    }
}
