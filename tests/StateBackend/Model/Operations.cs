using CsCheck;

namespace FlowActors.StateBackend.Tests.Model;

/// <summary>What a user may do with the states of a key.</summary>
public enum Verb
{
    Update, UpdateBox, MutateBox, ListAdd, ListAddAll, ListUpdate, MapPut, MapPutAll, MapRemove, Reduce, Aggregate,
    ClearValue, ClearBox, ClearList, ClearMap, ClearReduced, ClearAggregated, Check,
}

/// <summary>One call: which key, what, with which argument.</summary>
public readonly record struct Operation(long Key, Verb Verb, int Argument);

internal static class Operations
{
    /// <summary>Sequences over few keys, so that calls meet, or over many, so that tables grow and shrink.</summary>
    public static Gen<Operation[]> Sequences { get; } =
        from keys in Gen.OneOf(3, 40, 2_000)
        from operations in Gen.Select(Gen.Long[0, keys - 1], Gen.Enum<Verb>(), Gen.Int[0, 5]).Array[0, 1_500]
        select operations.Select(o => new Operation(o.Item1 << (keys == 40 ? 40 : 0), o.Item2, o.Item3)).ToArray();
}
