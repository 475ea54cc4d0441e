using FlowActors.Serialization;
using FlowActors.State;
using FlowActors.StateBackend.Tests.Contract;

namespace FlowActors.StateBackend.Tests.Evolution;

/// <summary>What does not fit is refused by its header, with all of it in one message for each state.</summary>
public sealed class IncompatibleStates
{
    private static readonly SerializerRegistry s_registry = SerializerRegistry.Default;

    [Fact]
    public void The_same_header_is_the_same() =>
        Assert.IsType<StateVerdict.Same>(Compare(Of<(int, string), long>(), Of<(int, string), long>()));

    [Fact]
    public void Names_of_types_do_not_matter()
    {
        Assert.IsType<StateVerdict.Same>(Compare(Of<Before.Key, Before.Value>(), Of<After.Key, After.Value>()));
        Assert.IsType<StateVerdict.Same>(Compare(
            Of<int, int>() with { Namespace = Key<Before.Key>(), MapKey = Key<Before.Color>() },
            Of<int, int>() with { Namespace = Key<After.Key>(), MapKey = Key<After.Color>() }));
    }

    [Fact]
    public void Changed_values_evolve()
    {
        var evolves = Assert.IsType<StateVerdict.Evolves>(Compare(Of<int, int>(), Of<int, long?>()));
        Assert.Equal(["int64? was int32 and is int64?"], evolves.Changes.Select(c => c.ToString()));
    }

    [Theory]
    [InlineData(StateKind.List)]
    [InlineData(StateKind.Map)]
    [InlineData(StateKind.Reducing)]
    [InlineData(StateKind.Aggregating)]
    [InlineData(StateKind.Timers)]
    public void Another_kind_is_refused(StateKind kind) => AssertRefused(
        Of<int, int>(), Of<int, int>() with { Kind = kind, MapKey = Key<int>() }, $"kind: it was of kind value and is of kind {StateKinds.TextOf(kind)}");

    [Fact]
    public void A_list_that_was_dealt_out_is_not_one_that_was_united() => AssertRefused(
        Of<int, int>() with { Kind = StateKind.OperatorList, Key = null }, Of<int, int>() with { Kind = StateKind.UnionList, Key = null },
        "kind: it was of kind operator list and is of kind union list");

    [Fact]
    public void Keys_never_change()
    {
        AssertRefused(Of<int, int>(), Of<long, int>(), "keys: System.Int64 was System.Int32 and is System.Int64: elements are found by these bytes");
        AssertRefused(Of<Before.Color, int>(), Of<int, int>(), "keys: System.Int32 was ");
        AssertRefused(Of<Before.Color, int>(), Of<After.WideColor, int>(), "WideColor was System.Int32 and is System.Int64");
        AssertRefused(Of<int, int>(), Of<int?, int>(), "keys: ");
        AssertRefused(Of<string, int>(), Of<Before.OfText, int>(), "keys: ");
        AssertRefused(Of<Before.OfNumber, int>(), Of<int?, int>(), "keys: ");
        AssertRefused(Of<Before.Key, int>(), Of<After.LongerKey, int>(), "keys: ");
        AssertRefused(Of<Before.Key, int>(), Of<After.ReorderedKey, int>(), "keys: ");
        AssertRefused(Of<Before.Key, int>(), Of<After.WiderKey, int>(), "keys: Color was System.Int32 and is System.Int64");
        AssertRefused(Of<(Before.Key, int), int>(), Of<(After.WiderKey, int), int>(), "keys: Item1.Color was System.Int32 and is System.Int64");
    }

    [Fact]
    public void Keys_of_maps_and_namespaces_never_change_either()
    {
        AssertRefused(Of<int, int>() with { MapKey = Key<int>() }, Of<int, int>() with { MapKey = Key<long>() }, "map keys: System.Int64 was System.Int32");
        AssertRefused(Of<int, int>() with { Namespace = Key<int>() }, Of<int, int>() with { Namespace = Key<long>() }, "namespaces: System.Int64 was System.Int32");
        AssertRefused(Of<int, int>(), Of<int, int>() with { Namespace = Key<long>() }, "namespaces: the type (System.Int64) is new");
        AssertRefused(Of<int, int>() with { Namespace = Key<long>() }, Of<int, int>(), "namespaces: the type (System.Int64) is gone");
    }

    [Fact]
    public void All_that_stands_in_the_way_of_a_state_is_said_at_once()
    {
        var reasons = Assert.IsType<StateVerdict.Incompatible>(Compare(Of<int, Before.Value>(), Of<long, After.Broken>())).Reasons;
        Assert.Equal(["keys", "values", "values"], reasons.Select(r => r.Part));
        Assert.Equal(["A", "B"], reasons.Skip(1).Select(r => r.Change.Path));
    }

    [Fact]
    public void All_states_that_do_not_fit_are_named_in_one_exception()
    {
        StateHeader[] written = [Of<int, int>("fits"), Of<int, long>("narrowed"), Of<int, string>("other"), Of<int, int>("dropped")];
        StateHeader[] present = [Of<int, long>("fits"), Of<int, int>("narrowed"), Of<int, int>("other"), Of<int, int>("new")];
        var comparison = StateComparison.Of(written, present, s_registry);
        Assert.Equal(["dropped"], comparison.Dropped.Select(h => h.Name));
        Assert.Equal(["new"], comparison.Added.Select(h => h.Name));
        var refused = Assert.Throws<IncompatibleStateException>(comparison.ThrowIfIncompatible);
        Assert.Equal(
            [
                "State 'narrowed' of operator 'count-words' (uid 'uid') cannot be restored: values: int32 was int64 and is int32: what was written may not " +
                "fit; keep int64, or a wider type. Or give the state another name, under which it starts empty, or restore with the build that wrote it.",
                "State 'other' of operator 'count-words' (uid 'uid') cannot be restored: values: int32 was string and is int32: keep the type. " +
                "Or give the state another name, under which it starts empty, or restore with the build that wrote it.",
            ],
            refused.States);
        Assert.Equal(string.Join(Environment.NewLine, refused.States), refused.Message);
    }

    [Fact]
    public void Every_form_in_which_a_snapshot_has_a_state_must_fit()
    {
        var comparison = StateComparison.Of([Of<int, int>(), Of<int, long>(), Of<int, int>()], [Of<int, int>()], s_registry);
        Assert.Equal([typeof(StateVerdict.Same), typeof(StateVerdict.Incompatible)], comparison.Matched.Select(m => m.Verdict.GetType()));
    }

    private static StateVerdict Compare(StateHeader written, StateHeader present) => StateCompatibility.Compare(written, present, s_registry);

    private static void AssertRefused(StateHeader written, StateHeader present, string part)
    {
        var reasons = Assert.IsType<StateVerdict.Incompatible>(Compare(written, present)).Reasons;
        Assert.Contains(part, string.Join("; ", reasons), StringComparison.Ordinal);
    }

    private static StateHeader Of<TKey, TValue>(string name = "state") =>
        new(Opened.Uid, Opened.Operator, name, StateKind.Value, Key<TKey>(), null, null, s_registry.Get<TValue>().Schema);

    private static TypeSchema Key<TKey>() => s_registry.GetKey<TKey>().Schema;

    public static class Before
    {
        public enum Color
        {
            Red,
        }

        public sealed record Key(Color Color, string? Name);

        public sealed record OfText(string? value);

        public sealed record OfNumber(int value);

        public sealed record Value(int A, int B);
    }

    public static class After
    {
        public enum Color
        {
            Red,
        }

        public enum WideColor : long
        {
            Red,
        }

        public sealed record Key(Color Color, string? Name);

        public sealed record LongerKey(Color Color, string? Name, int More);

        public sealed record ReorderedKey(string? Name, Color Color);

        public sealed record WiderKey(WideColor Color, string? Name);

        public sealed record Value(int A, int B);

        public sealed record Broken(string A, short B);
    }
}
