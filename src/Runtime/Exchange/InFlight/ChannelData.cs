using FlowActors.Elements;
using FlowActors.Runtime.Checkpoints.Coordination;
using FlowActors.Runtime.Transport.Frames;
using FlowActors.Serialization;

namespace FlowActors.Runtime.Exchange.InFlight;

/// <summary>What is under way at one end of a channel, in its order.</summary>
internal abstract class ChannelData
{
    /// <summary>How many records there are.</summary>
    public abstract long Records { get; }

    /// <summary>How many batches there are.</summary>
    public abstract int Count { get; }

    /// <summary>One of its batches as bytes, without what it says of checkpoints and ends.</summary>
    public abstract byte[] Encode(int batch, SerializerRegistry serializers);

    /// <summary>Nobody needs it any more.</summary>
    public abstract void Release();
}

/// <param name="batches">The batches, which are held until they are released.</param>
internal sealed class ChannelData<T>(List<Batch<T>> batches) : ChannelData
{
    /// <summary>The batches, in order.</summary>
    public IReadOnlyList<Batch<T>> Batches => batches;

    public override long Records => batches.Sum(b => (long)b.Count);

    public override int Count => batches.Count;

    /// <summary>Where the mark of a barrier stands in a batch; negative where it has none.</summary>
    public static int BarrierIn(Batch<T> batch, long checkpoint)
    {
        for (var i = 0; i < batch.MarkCount; i++)
        {
            if (batch.Marks[i] is { Kind: Elements.ControlKind.Barrier } mark && CheckpointBarrier.OfMark(mark.Value).Checkpoint == checkpoint) return i;
        }

        return -1;
    }

    /// <summary>Leaves what comes before the mark of a barrier; nothing where there is no such mark, as it has left.</summary>
    public void CutAt(long checkpoint)
    {
        var kept = batches.FindIndex(b => BarrierIn(b, checkpoint) >= 0) + 1;
        foreach (var batch in batches.Skip(kept)) batch.Release();
        batches.RemoveRange(kept, batches.Count - kept);
    }

    public override byte[] Encode(int batch, SerializerRegistry serializers)
    {
        var cleaned = batches[batch].ToPutBack();
        var buffer = FrameBuffer.Rent();
        new BatchCodec<T>(serializers.Get<T>()).Encode(cleaned, 0, buffer, int.MaxValue, Array.MaxLength - FrameBuffer.Start);
        var bytes = buffer.Message.ToArray();
        buffer.Return();
        cleaned.Release();
        return bytes;
    }

    public override void Release()
    {
        foreach (var batch in batches) batch.Release();
        batches.Clear();
    }
}
