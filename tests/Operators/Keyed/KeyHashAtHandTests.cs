using FlowActors.Functions;
using FlowActors.Operators;
using FlowActors.Serialization;
using FlowActors.State;
using FlowActors.Tests.Harness;

namespace FlowActors.Tests.Keyed;

/// <summary>The hash that came with a record is used for that record, by the head of the chain, or not at all.</summary>
public class KeyHashAtHandTests
{
    private static readonly KeySerializer<string> Keys = SerializerRegistry.Default.GetKey<string>();

    [Fact]
    public void A_hash_is_handed_over_once()
    {
        var hash = new RecordKeyHash();
        Assert.False(hash.TryTake(out _));
        hash.Set(0);
        Assert.True(hash.TryTake(out var zero));
        Assert.False(hash.TryTake(out _));
        hash.Set(-7);
        Assert.True(hash.TryTake(out var negative));
        hash.Set(1);
        hash.Clear();
        Assert.False(hash.TryTake(out _));
        Assert.Equal((0, -7), (zero, negative));
    }

    [Fact]
    public void A_later_record_never_meets_the_hash_of_an_earlier_one()
    {
        using var harness = Count(index: 0);
        harness.Context.Cursor.KeyHash.Set(Keys.StableHash("first"));
        harness.Send("first", "second", "first");
        Assert.Equal([1L, 1, 2], harness.Values.Select(v => v.Value));
    }

    [Fact]
    public void An_operator_behind_the_head_uses_no_hash()
    {
        using var harness = Count(index: 1);
        harness.Context.Cursor.KeyHash.Set(Keys.StableHash("the head's"));
        harness.Send("first");
        Assert.Equal([1L], harness.Values.Select(v => v.Value));
        Assert.True(harness.Context.Cursor.KeyHash.TryTake(out _));
    }

    [Fact]
    public void A_text_that_comes_with_its_hash_is_hashed_again_only_when_it_is_new()
    {
        var counting = new CountingKeys();
        var serializers = new SerializerRegistry();
        serializers.RegisterKey(counting);
        var context = new TestOperatorContext { Index = 0, OwnSerializers = serializers };
        using var harness = new OperatorHarness<Word, int>(new KeyedProcessOperator<Word, Word, int>(w => w, () => new Touching()), context);
        var hash = counting.StableHash(new Word("a"));
        counting.Hashed = 0;
        for (var i = 0; i < 10; i++)
        {
            context.Cursor.KeyHash.Set(hash);
            harness.Send(new Word("a"));
        }

        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], harness.Values);
        // Once for each of its two states.
        Assert.Equal(2, counting.Hashed);
    }

    private static OperatorHarness<string, KeyValuePair<string, long>> Count(int index) =>
        new(new KeyedCountOperator<string, string>(word => word), new TestOperatorContext { Index = index });

    public sealed record Word(string Text);

    private sealed class Touching : KeyedProcessFunction<Word, Word, int>
    {
        private IValueState<int>? _count;
        private IListState<int>? _list;

        public override void Open(IKeyedRuntimeContext context)
        {
            _count = context.GetState(new ValueStateDescriptor<int>("count"));
            _list = context.GetListState(new ListStateDescriptor<int>("list"));
        }

        public override void ProcessElement(Word value, IKeyedProcessContext<Word> context, Collector<int> output)
        {
            _count!.Update(_count.Value() + 1);
            _list!.Add(_count.Value());
            output.Collect(_list.Get().Last());
        }
    }

    private sealed class CountingKeys : KeySerializer<Word>
    {
        public int Hashed { get; set; }

        public override bool IsImmutable => true;

        public override TypeSchema Schema => TypeSchema.Custom("word");

        public override int StableHash(Word key)
        {
            Hashed++;
            return Keys.StableHash(key.Text);
        }

        public override bool Equals(Word? x, Word? y) => x!.Text == y!.Text;

        public override void Serialize(ByteWriter writer, Word value) => Keys.Serialize(writer, value.Text);

        public override Word Deserialize(ref ByteReader reader) => new(Keys.Deserialize(ref reader));

        public override Word Copy(Word value) => value;
    }
}
