using System.Text;
using FlowActors.State.RocksDb.Interop;

namespace FlowActors.StateBackend.RocksDb.Tests.Interop;

/// <summary>A folder for databases, deleted with all that is in it.</summary>
internal sealed class Folder : IDisposable
{
    public static readonly FamilyOptions[] TwoFamilies = [new(), new() { Name = "scan" }];

    // A file system in memory, where the kernel has one by that name.
    private const string Memory = "/dev/shm";

    public Folder()
        : this(Directory.CreateTempSubdirectory("flowactors-").FullName)
    {
    }

    private Folder(string path) => Path = path;

    public string Path { get; }

    /// <summary>In memory where that is possible, for tests that write very many small files.</summary>
    public static Folder InMemory() => Directory.Exists(Memory)
        ? new(Directory.CreateDirectory(System.IO.Path.Combine(Memory, $"flowactors-{Guid.NewGuid():N}")).FullName)
        : new();

    public static ReadOnlySpan<byte> Bytes(string text) => Encoding.UTF8.GetBytes(text);

    public string Below(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>The database <c>db</c>, by default with the families <c>default</c> (0) and <c>scan</c> (1).</summary>
    public RocksDatabase Open(DatabaseOptions? options = null, IReadOnlyList<FamilyOptions>? families = null, bool readOnly = false) =>
        RocksDatabase.Open(Below("db"), options ?? new(), families ?? TwoFamilies, readOnly);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
