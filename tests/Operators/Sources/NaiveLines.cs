using System.Text;

namespace FlowActors.Tests.Sources;

/// <summary>The lines of a text by the plainest reading of the rules.</summary>
internal static class NaiveLines
{
    public static List<string> Of(byte[] bytes)
    {
        if (bytes.AsSpan().StartsWith("\uFEFF"u8)) bytes = bytes[3..];
        var lines = new List<string>();
        for (var at = 0; at < bytes.Length;)
        {
            var end = Array.IndexOf(bytes, (byte)'\n', at);
            if (end < 0) end = bytes.Length;
            var line = bytes[at..end];
            if (line is [.., (byte)'\r']) line = line[..^1];
            lines.Add(Encoding.UTF8.GetString(line));
            at = end + 1;
        }

        return lines;
    }
}
