using System.Text;
using FlowActors.State.RocksDb.Interop;

namespace FlowActors.StateBackend.RocksDb.Tests.Interop;

/// <summary>A folder for databases, deleted with all that is in it.</summary>
internal sealed class Folder : IDisposable
{
    public static readonly FamilyOptions[] TwoFamilies = [new(), new() { Name = "scan" }];

    public string Path { get; } = Directory.CreateTempSubdirectory("flowactors-").FullName;

    public static ReadOnlySpan<byte> Bytes(string text) => Encoding.UTF8.GetBytes(text);

    public string Below(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>The database <c>db</c>, by default with the families <c>default</c> (0) and <c>scan</c> (1).</summary>
    public RocksDatabase Open(DatabaseOptions? options = null, IReadOnlyList<FamilyOptions>? families = null, bool readOnly = false) =>
        RocksDatabase.Open(Below("db"), options ?? new(), families ?? TwoFamilies, readOnly);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
