using Akka.Cluster;

namespace FlowActors.Runtime.Control.Nodes;

/// <summary>What follows from an answer of the machine of a node that is doubted. Pure.</summary>
internal static class DoubtedProcess
{
    /// <summary>How often one is asked before the doubt is dropped.</summary>
    public const int AsksMax = 10;

    /// <summary>Says what follows.</summary>
    /// <param name="standing">What the process that was doubted is in the cluster by now; null where it is no member any more, though another one at its address may be.</param>
    /// <param name="isRefused">Whether nobody listens at its address.</param>
    /// <param name="times">How often it was asked, this time included.</param>
    public static DoubtOutcome OutcomeOf(MemberStatus? standing, bool isRefused, int times) => standing switch
    {
        null or MemberStatus.Down or MemberStatus.Removed => DoubtOutcome.Dropped,
        // It was told to leave, and ends when it has: the cluster removes it without anybody's help, unless it was killed on its way.
        MemberStatus.Leaving or MemberStatus.Exiting when isRefused => times < AsksMax ? DoubtOutcome.AskedAgain : DoubtOutcome.Gone,
        _ when isRefused => DoubtOutcome.Gone,
        _ => times < AsksMax ? DoubtOutcome.AskedAgain : DoubtOutcome.Dropped,
    };
}

/// <summary>What becomes of a doubt.</summary>
internal enum DoubtOutcome
{
    /// <summary>There is nothing to be done.</summary>
    Dropped,

    /// <summary>Its machine is asked once more, a moment later.</summary>
    AskedAgain,

    /// <summary>The process is gone: it is taken out of the cluster.</summary>
    Gone,
}
