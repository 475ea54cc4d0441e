using FlowActors.Runtime.Checkpoints.Metadata;
using FlowActors.State;

namespace FlowActors.Runtime.Control.Coordination;

/// <summary>What becomes of the state of one operator in a restore.</summary>
/// <param name="Uid">Its uid.</param>
/// <param name="Name">Its name: the present one, where it has one.</param>
/// <param name="Before">The vertex that it was a part of; null when it is new.</param>
/// <param name="Now">The vertex that it is a part of; null when the job does not have it any more.</param>
/// <param name="States">Its states: matched, then those that nobody asks for, then new ones.</param>
/// <param name="Unknown">Why it could not say all of its states; null when it could.</param>
/// <param name="AllowsUnmatched">Whether its state may be left out, when the job does not have it any more.</param>
internal sealed record OperatorFit(
    string Uid, string Name, VertexSnapshot? Before, VertexShape? Now, IReadOnlyList<StateFit> States, string? Unknown, bool AllowsUnmatched)
{
    /// <summary>The parts of it that were written.</summary>
    public IEnumerable<StateHeader> Written => States.Select(s => s.Written).OfType<StateHeader>();

    /// <summary>Whether its state has no place: not for its types.</summary>
    public bool IsMisplaced => IsUnmatched || HasOtherKeyGroups;

    /// <summary>What stands in the way of the restore, each a sentence with what to do.</summary>
    public IEnumerable<string> Complaints
    {
        get
        {
            if (IsUnmatched) yield return $"Operator '{Name}' (uid '{Uid}') has state in it, and no operator of the job has that uid.";
            if (HasOtherKeyGroups)
            {
                yield return $"Operator '{Name}' (uid '{Uid}') has max parallelism {Now!.MaxParallelism} and had {Before!.MaxParallelism}, which keyed state keeps " +
                    "for ever.";
            }

            foreach (var complaint in States.Select(s => s.Complaint).OfType<string>().Distinct()) yield return complaint;
        }
    }

    private bool IsUnmatched => Now is null && !AllowsUnmatched && Written.Any();

    private bool HasOtherKeyGroups => Before is not null && Now is not null && Before.MaxParallelism != Now.MaxParallelism && Written.Any(s => s.Key is not null);
}

/// <summary>What becomes of one state, in one of the forms in which a snapshot has it.</summary>
/// <param name="Written">What it was; null when it is new and begins empty.</param>
/// <param name="Present">What it is; null when nobody asks for it.</param>
/// <param name="Verdict">Whether the one can be read as the other; null where there are not both.</param>
internal sealed record StateFit(StateHeader? Written, StateHeader? Present, StateVerdict? Verdict)
{
    /// <summary>Its name.</summary>
    public string Name => (Written ?? Present)!.Name;

    /// <summary>Why it cannot be restored, and what to do; null when it can.</summary>
    public string? Complaint => Verdict is StateVerdict.Incompatible incompatible ? IncompatibleStateException.Describe(Written!, incompatible.Reasons) : null;
}
