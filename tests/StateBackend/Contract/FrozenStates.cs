using FlowActors.Serialization;
using FlowActors.State;

namespace FlowActors.StateBackend.Tests.Contract;

/// <summary>How state is frozen, written in slices, and let go.</summary>
public abstract class FrozenStates(IStateBackend backend) : ContractTests(backend)
{
    private const long InThePast = 0;

    [Fact]
    public void One_is_written_or_disposed_before_the_next()
    {
        using var state = Backend.Keyed<long>();
        state.Table<long, long>().GetOrAdd(1, out _) = 1;
        var first = state.Scope.Freeze();
        Assert.Throws<InvalidOperationException>(() => state.Scope.Freeze());
        first.Dispose();
        first.Dispose();
        Assert.Throws<ObjectDisposedException>(() => first.WriteSome(new RecordedElements(), InThePast));
        var second = state.Scope.Freeze();
        var written = new RecordedElements();
        Assert.True(second.WriteSome(written, long.MaxValue));
        Assert.True(second.WriteSome(written, long.MaxValue));
        second.Dispose();
        Assert.Single(written);
        using var third = state.Scope.Freeze();
        state.Dispose();
        Assert.Throws<ObjectDisposedException>(() => third.WriteSome(new RecordedElements(), InThePast));
        Assert.Throws<ObjectDisposedException>(() => state.Scope.Freeze());
    }

    [Fact]
    public void A_writer_that_fails_ends_it()
    {
        using var state = Backend.Keyed<long>();
        var counts = state.Table<long, long>();
        for (var i = 0L; i < 5_000; i++) counts.GetOrAdd(i, out _) = i;
        var frozen = state.Scope.Freeze();
        Assert.Throws<IOException>(() => frozen.WriteSome(new RecordedElements { FailsAt = 10 }, long.MaxValue));
        var error = Assert.Throws<InvalidOperationException>(() => frozen.WriteSome(new RecordedElements(), long.MaxValue));
        Assert.Contains("dispose", error.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => state.Scope.Freeze());
        frozen.Dispose();
        var whole = new RecordedElements();
        Assert.True(state.Scope.Freeze().WriteSome(whole, long.MaxValue));
        Assert.Equal(5_000, whole.Count);
    }

    [Fact]
    public void A_value_that_cannot_be_saved_fails_the_writing_and_not_the_call_that_replaces_it()
    {
        using var state = Backend.Keyed<long>();
        var values = state.GetState(new ValueStateDescriptor<string>("value", new RefusingSerializer()));
        state.Key.Set(1);
        values.Update(RefusingSerializer.Refused);
        var frozen = state.Scope.Freeze();
        values.Update("fine");
        Assert.Equal("fine", values.Value());
        var error = Assert.Throws<SerializationException>(() => frozen.WriteSome(new RecordedElements(), long.MaxValue));
        Assert.Equal(RefusingSerializer.Refused, error.Message);
        frozen.Dispose();
        var written = new RecordedElements();
        Assert.True(state.Scope.Freeze().WriteSome(written, long.MaxValue));
        Assert.Single(written);
    }

    [Fact]
    public void Operator_state_that_cannot_be_copied_leaves_nothing_frozen()
    {
        using var state = Backend.Keyed<long>();
        state.Table<long, long>().GetOrAdd(1, out _) = 1;
        var list = state.Scope.OperatorState(Opened.Uid).GetListState(new ListStateDescriptor<string>("list", new RefusingSerializer()));
        list.Add(RefusingSerializer.Refused);
        Assert.Throws<SerializationException>(() => state.Scope.Freeze());
        list.Clear();
        var written = new RecordedElements();
        Assert.True(state.Scope.Freeze().WriteSome(written, long.MaxValue));
        Assert.Single(written);
    }

    [Fact]
    public void Values_of_all_sizes_are_written_as_they_were()
    {
        using var state = Backend.Keyed<string>();
        var list = state.GetListState(new ListStateDescriptor<string>("list"));
        var value = state.GetState(new ValueStateDescriptor<string>("value"));
        for (var i = 0; i < 60; i++)
        {
            state.Key.Set($"key {i}");
            list.AddAll([new string('a', i * i * 20), "", new string('b', i * 3_000)]);
            value.Update(new string('c', 65_536 - (i * 1_000)));
        }

        AssertFrozen(state.Scope, i =>
        {
            state.Key.Set($"key {i * 7 % 60}");
            if (i % 3 == 0) list.Clear();
            else list.Add("more");
            value.Update("less");
        });
    }

    [Fact]
    public void A_united_list_that_nobody_asks_for_is_written_by_one_subtask()
    {
        using var first = Backend.Scope();
        first.OperatorState(Opened.Uid).GetUnionListState(new ListStateDescriptor<int>("united")).AddAll([1, 2]);
        foreach (var (subtask, count) in new[] { (0, 2), (1, 0) })
        {
            using var restored = Backend.Scope(subtask: subtask);
            first.Export(restored.Restore());
            AssertFrozen(restored, _ => { });
            var written = new RecordedElements();
            restored.Freeze().WriteSome(written, long.MaxValue);
            Assert.Equal(count, written.Count);
        }
    }

    /// <summary>What is written is what an export writes now, whatever is called between the slices.</summary>
    private protected static void AssertFrozen(IStateScope scope, Action<int> change)
    {
        var (expected, written) = (new RecordedElements(), new RecordedElements());
        scope.Export(expected);
        using var frozen = scope.Freeze();
        for (var i = 0; !frozen.WriteSome(written, InThePast); i++) change(i);
        Assert.Equal(expected, written);
        Assert.Equal(expected.Headers, written.Headers);
    }

    private sealed class RefusingSerializer : TypeSerializer<string>
    {
        public const string Refused = "This one cannot be serialized.";

        private readonly TypeSerializer<string> _inner = SerializerRegistry.Default.Get<string>();

        public override bool IsImmutable => true;

        public override TypeSchema Schema => _inner.Schema;

        public override void Serialize(ByteWriter writer, string value)
        {
            writer.WriteInt64(0);
            if (value == Refused) throw new SerializationException(Refused);
            writer.Position -= sizeof(long);
            _inner.Serialize(writer, value);
        }

        public override string Deserialize(ref ByteReader reader) => _inner.Deserialize(ref reader);

        public override string Copy(string value) => value;
    }
}
