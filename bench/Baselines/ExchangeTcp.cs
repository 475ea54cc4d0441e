using System.Net.Sockets;
using System.Runtime.InteropServices;
using FlowActors.Bench.Harness;
using FlowActors.Bench.Work;

namespace FlowActors.Bench.Baselines;

/// <summary>
/// The exchange by hand: one thread makes and encodes the records and sends them in chunks of 64 KB over one loopback
/// socket, another receives, decodes and counts them by key in a dictionary.
/// </summary>
internal sealed class ExchangeTcp(string name, KeyedWork<Reading, long> work, long expected) : Contender(name, work.Records, expected)
{
    private const int ChunkBytes = 64 * 1024;
    private const int ChunkRecords = ChunkBytes / ReadingCodec.Bytes;

    public override async ValueTask<long> RunAsync()
    {
        using var connection = LoopbackPair.Connect();
        var receiving = Task.Factory.StartNew(
            () => Receive(connection.Receiver), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        Send(connection.Sender);
        return await receiving;
    }

    private void Send(Socket socket)
    {
        var chunk = new byte[ChunkBytes];
        for (var from = 0L; from < Records; from += ChunkRecords)
        {
            var bytes = Encode(chunk, work.Generate, from, Math.Min(from + ChunkRecords, Records));
            for (var sent = 0; sent < bytes;) sent += socket.Send(chunk.AsSpan(sent, bytes - sent));
        }

        socket.Shutdown(SocketShutdown.Send);
    }

    private static int Encode(byte[] chunk, Func<long, Reading> generate, long from, long to)
    {
        var target = chunk.AsSpan();
        for (var i = from; i < to; i++)
        {
            ReadingCodec.Write(target, generate(i));
            target = target[ReadingCodec.Bytes..];
        }

        return chunk.Length - target.Length;
    }

    private long Receive(Socket socket)
    {
        var counts = new Dictionary<long, long>();
        var chunk = new byte[ChunkBytes];
        var sum = 0L;
        var filled = 0;
        while (socket.Receive(chunk.AsSpan(filled)) is var received and > 0)
        {
            filled += received;
            var whole = filled - (filled % ReadingCodec.Bytes);
            sum += Count(counts, work.Key, chunk.AsSpan(0, whole));
            chunk.AsSpan(whole, filled - whole).CopyTo(chunk);
            filled -= whole;
        }

        return sum;
    }

    private static long Count(Dictionary<long, long> counts, Func<Reading, long> key, ReadOnlySpan<byte> bytes)
    {
        var sum = 0L;
        for (; !bytes.IsEmpty; bytes = bytes[ReadingCodec.Bytes..])
        {
            var reading = ReadingCodec.Read(bytes);
            ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(counts, key(reading), out _);
            sum += ++count;
        }

        return sum;
    }
}
