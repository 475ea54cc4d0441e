using FlowActors.State;

namespace FlowActors.StateBackend.Tests.Contract;

/// <summary>A frozen state, beside an export of the instant at which it was frozen.</summary>
public abstract class FrozenStates(IStateBackend backend)
{
    private const long InThePast = 0;

    [Fact]
    public void What_was_there_is_written_whatever_changes_meanwhile()
    {
        using var state = backend.Keyed<long>();
        var counts = state.Table<long, long>();
        for (var i = 0L; i < 5_000; i++) counts.GetOrAdd(i, out _) = i;
        var (expected, actual) = (new Elements(), new Elements());
        state.Scope.Export(expected);
        using var frozen = state.Scope.Freeze();
        for (var i = 0L; !frozen.WriteSome(actual, InThePast); i++)
        {
            counts.Remove(i * 7 % 5_000);
            counts.GetOrAdd(i * 11 % 5_000, out _)++;
            counts.GetOrAdd(10_000 + i, out _)++;
        }

        Assert.Equal(expected, actual);
        Assert.True(frozen.WriteSome(actual, InThePast));
        Assert.Equal(5_000, actual.Count);
    }

    [Fact]
    public void One_is_written_or_disposed_before_the_next()
    {
        using var state = backend.Keyed<long>();
        state.Table<long, long>().GetOrAdd(1, out _) = 1;
        var first = state.Scope.Freeze();
        Assert.Throws<InvalidOperationException>(state.Scope.Freeze);
        first.Dispose();
        first.Dispose();
        Assert.Throws<ObjectDisposedException>(() => first.WriteSome(new Elements(), InThePast));
        var second = state.Scope.Freeze();
        Assert.True(second.WriteSome(new Elements(), long.MaxValue));
        second.Dispose();
        Assert.True(second.WriteSome(new Elements(), long.MaxValue));
        using var third = state.Scope.Freeze();
        state.Dispose();
        Assert.Throws<ObjectDisposedException>(() => third.WriteSome(new Elements(), InThePast));
        Assert.Throws<ObjectDisposedException>(state.Scope.Freeze);
    }

    [Fact]
    public void A_writer_that_fails_ends_it()
    {
        using var state = backend.Keyed<long>();
        var counts = state.Table<long, long>();
        for (var i = 0L; i < 5_000; i++) counts.GetOrAdd(i, out _) = i;
        var frozen = state.Scope.Freeze();
        Assert.Throws<IOException>(() => frozen.WriteSome(new Elements { FailsAt = 10 }, long.MaxValue));
        var error = Assert.Throws<InvalidOperationException>(() => frozen.WriteSome(new Elements(), long.MaxValue));
        Assert.Contains("dispose", error.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(state.Scope.Freeze);
        frozen.Dispose();
        var whole = new Elements();
        Assert.True(state.Scope.Freeze().WriteSome(whole, long.MaxValue));
        Assert.Equal(5_000, whole.Count);
    }
}
