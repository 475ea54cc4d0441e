using FlowActors.Elements;
using FlowActors.Operators;
using FlowActors.Runtime.Checkpoints.Coordination;
using FlowActors.Runtime.Exchange;
using FlowActors.Serialization;

namespace FlowActors.Runtime.Tests.Exchange;

/// <summary>The hash of a key that the sender computed reaches the keyed operator together with its record.</summary>
public sealed class KeyHashTests
{
    private static readonly SerializerRegistry Serializers = SerializerRegistry.Default;

    [Fact]
    public void A_text_key_takes_its_hash_along_and_a_number_does_not()
    {
        Assert.True(new KeyChannels<string, string>(s => s, Serializers.GetKey<string>(), 128, "").HasKeyHash);
        Assert.False(new KeyChannels<string, int>(s => s.Length, Serializers.GetKey<int>(), 128, "").HasKeyHash);
        Assert.False(new ChannelsInTurn<string>(0).HasKeyHash);
    }

    [Fact]
    public void Each_record_meets_its_own_hash_at_the_head_of_the_chain()
    {
        var cursor = new ExecutionCursor();
        var seen = new List<(string Value, bool HasHash, int Hash)>();
        var batch = new Batch<string>(4);
        foreach (var word in Words()) batch.Add(word, Timestamps.None, Serializers.GetKey<string>().StableHash(word));
        Run(batch, cursor, seen);
        Assert.Equal(Words().Select(w => (w, true, Serializers.GetKey<string>().StableHash(w))), seen);
    }

    [Fact]
    public void A_batch_without_hashes_after_one_with_hashes_claims_none()
    {
        var cursor = new ExecutionCursor();
        cursor.KeyHash.Set(7);
        var seen = new List<(string Value, bool HasHash, int Hash)>();
        var batch = new Batch<string>(4);
        batch.Add("a", Timestamps.None);
        Run(batch, cursor, seen);
        Assert.False(Assert.Single(seen).HasHash);
    }

    [Fact]
    public void A_cleared_batch_forgets_its_hashes()
    {
        var batch = new Batch<string>(4);
        batch.Add("a", Timestamps.None, 7);
        batch.Clear();
        batch.Add("b", Timestamps.None);
        Assert.True(batch.KeyHashes.IsEmpty);
    }

    private static IEnumerable<string> Words() => Enumerable.Range(0, 100).Select(i => $"word {i}");

    private static void Run(Batch<string> batch, ExecutionCursor cursor, List<(string, bool, int)> seen)
    {
        var channel = new LocalChannel<string>(new LocalSettings(4, 65_536), null, new Deaf());
        Assert.True(channel.Open(new Deaf(), new BatchPool<string>(4)).TrySend(batch));
        var quantum = new RunQuantum(TimeSpan.FromMinutes(1));
        quantum.Begin(System.Diagnostics.Stopwatch.GetTimestamp());
        var head = new Head((value, _) => seen.Add((value, cursor.KeyHash.TryTake(out var hash), hash)));
        new InputGate([new InputPort<string>([channel.Receiver], head, quantum, cursor)], head, quantum, new NoEvents()).Run();
    }

    private sealed class Head(Action<string, long> collect) : Output<string>
    {
        public override void Collect(string value, long timestamp) => collect(value, timestamp);

        public override void Watermark(long timestamp)
        {
        }

        public override void Status(bool active)
        {
        }
    }

    private sealed class Deaf : IWakeable
    {
        public void Wake()
        {
        }

        public void BarrierAnnounced()
        {
        }

        public void Fail(Exception failure) => throw failure;
    }

    private sealed class NoEvents : IGateEvents
    {
        public void Barrier(CheckpointBarrier barrier) => throw new InvalidOperationException();

        public void CheckpointAborted(long checkpoint) => throw new InvalidOperationException();

        public void Idle() => throw new InvalidOperationException();

        public void EndOfInput(int input) => throw new InvalidOperationException();
    }
}
