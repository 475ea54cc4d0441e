using System.IO.Compression;
using System.Text;

namespace FlowActors.Tests.Sources;

/// <summary>A folder of files for one test.</summary>
internal sealed class TextFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("flowactors-").FullName;

    public string Write(string name, string text, Encoding? encoding = null)
    {
        var path = System.IO.Path.Combine(Path, name);
        File.WriteAllText(path, text, encoding ?? new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        return path;
    }

    public void WriteGzip(string name, string text)
    {
        using var gzip = new GZipStream(File.Create(System.IO.Path.Combine(Path, name)), CompressionLevel.Fastest);
        gzip.Write(Encoding.UTF8.GetBytes(text));
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
