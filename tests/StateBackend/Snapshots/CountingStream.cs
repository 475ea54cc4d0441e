namespace FlowActors.StateBackend.Tests.Snapshots;

/// <summary>Says how much was read of it.</summary>
internal sealed class CountingStream(byte[] bytes) : MemoryStream(bytes, writable: false)
{
    public long BytesRead { get; set; }

    // The other ways to read come here.
    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = base.Read(buffer, offset, count);
        BytesRead += read;
        return read;
    }
}
