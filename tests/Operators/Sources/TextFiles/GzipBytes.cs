using System.IO.Compression;
using System.Text;

namespace FlowActors.Tests.Sources.TextFiles;

/// <summary>Makes gzip.</summary>
internal static class GzipBytes
{
    /// <summary>One member for each text.</summary>
    public static byte[] Of(params string[] texts) => [.. texts.SelectMany(text => Of(Encoding.UTF8.GetBytes(text)))];

    public static byte[] Of(byte[] bytes, CompressionLevel level = CompressionLevel.Optimal)
    {
        using var member = new MemoryStream();
        using (var gzip = new GZipStream(member, level)) gzip.Write(bytes);
        return member.ToArray();
    }

    /// <summary>What every seventh line is alike of, and the others are not: so that there is something to compress and something left.</summary>
    public static string Lines(int count) =>
        string.Join('\n', Enumerable.Range(0, count).Select(i => i % 7 == 0 ? "alike" : (i * 2654435761L).ToString("x", System.Globalization.CultureInfo.InvariantCulture)));
}
