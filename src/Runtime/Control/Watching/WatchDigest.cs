using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using FlowActors.Runtime.Subtasks.Queries;

namespace FlowActors.Runtime.Control.Watching;

/// <summary>Digests of what a key has, by which a node knows what an asker has seen.</summary>
internal static class WatchDigest
{
    private const int Bytes = 16;

    /// <summary>Of what was read; another attempt's is another one.</summary>
    public static byte[] Of(KeyReading reading)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        AppendNumber(hash, reading.Attempt);
        foreach (var element in reading.Elements)
        {
            AppendNumber(hash, element.MapKey.Length);
            hash.AppendData(element.MapKey);
            AppendNumber(hash, element.Value.Length);
            hash.AppendData(element.Value);
        }

        return hash.GetHashAndReset()[..Bytes];
    }

    /// <summary>Of why it cannot be read.</summary>
    public static byte[] Of(QueryOutcome cause, string? failure) => SHA256.HashData(Encoding.UTF8.GetBytes($"{cause}: {failure}"))[..Bytes];

    private static void AppendNumber(IncrementalHash hash, int number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
        hash.AppendData(bytes);
    }
}
