using FlowActors.Tests.Verification.Cases;

namespace FlowActors.Tests.Verification;

/// <summary>
/// A script for every operator of FlowActors.Operators, by the name of its class, for every class of functions, and for operators of users'
/// own. A new operator needs one: a test says which has none.
/// </summary>
internal static class OperatorCases
{
    public static IReadOnlyList<OperatorCase> All { get; } =
    [
        .. StatelessCases.All,
        .. FoldCases.All,
        .. KeyedCases.All,
        .. TimerCases.All,
        .. TwoInputCases.All,
        .. BroadcastCases.All,
        .. CheckpointedCases.All,
        .. WatermarkCases.All,
        .. OwnOperatorCases.All,
    ];
}

/// <summary>One operator with its script.</summary>
/// <param name="Name">What the case is called.</param>
/// <param name="Operator">The name of the operator's class; null for one that is a user's own.</param>
/// <param name="Verify">Verifies it.</param>
internal sealed record OperatorCase(string Name, string? Operator, Action Verify);
