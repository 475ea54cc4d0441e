using FlowActors.Serialization;

namespace FlowActors.State;

/// <summary>
/// Compares all states of a snapshot with all that a program has, by the uid of the operator and the name of the state. It needs no element,
/// and so can be asked before anything runs.
/// </summary>
/// <param name="Matched">Those that both have; one for each form in which the snapshot has the state.</param>
/// <param name="Dropped">Those that no operator of the program has.</param>
/// <param name="Added">Those that begin empty.</param>
internal sealed record StateComparison(
    IReadOnlyList<StateMatch> Matched, IReadOnlyList<StateHeader> Dropped, IReadOnlyList<StateHeader> Added)
{
    public static StateComparison Of(IReadOnlyCollection<StateHeader> written, IReadOnlyCollection<StateHeader> present, SerializerRegistry serializers)
    {
        var known = present.ToDictionary(Identity);
        var forms = written.Distinct().ToLookup(header => known.ContainsKey(Identity(header)));
        return new StateComparison(
            [.. forms[true].Select(header => StateMatch.Of(header, known[Identity(header)], serializers))],
            [.. forms[false].DistinctBy(Identity)],
            [.. present.ExceptBy(written.Select(Identity), Identity)]);
    }

    /// <exception cref="IncompatibleStateException">Some cannot be read; the message has one line for each.</exception>
    public void ThrowIfIncompatible()
    {
        var refused = Matched.Where(match => match.Verdict is StateVerdict.Incompatible).ToArray();
        if (refused.Length > 0) throw new IncompatibleStateException(refused.Select(IncompatibleStateException.Describe).Distinct());
    }

    private static (string Uid, string Name) Identity(StateHeader header) => (header.OperatorUid, header.Name);
}

/// <summary>A state that a snapshot and a program both have.</summary>
internal sealed record StateMatch(StateHeader Written, StateHeader Present, StateVerdict Verdict)
{
    public static StateMatch Of(StateHeader written, StateHeader present, SerializerRegistry serializers) =>
        new(written, present, StateCompatibility.Compare(written, present, serializers));
}
