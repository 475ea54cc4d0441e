namespace FlowActors.Tests.Files;

/// <summary>The bytes of a file, and how many of them were brought to the disk; known by itself, whatever names lead to it.</summary>
internal sealed class SimulatedFile
{
    public List<byte> Bytes { get; private set; } = [];

    /// <summary>Tells the file from others, under any name.</summary>
    public ulong Number { get; init; }

    public bool IsLocked { get; set; }

    public int Durable { get; set; }

    /// <summary>Keeps what is durable, and of the rest some prefix, whose last bytes may be zeros that were never written.</summary>
    public void Crash(Random random)
    {
        var length = random.Next(Durable, Bytes.Count + 1);
        var torn = random.Next(Durable, length + 1);
        Bytes = [.. Bytes.Take(torn), .. Enumerable.Repeat((byte)0, length - torn)];
        Durable = length;
        IsLocked = false;
    }
}
