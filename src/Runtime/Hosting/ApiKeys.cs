using System.Security.Cryptography;
using System.Text;

namespace FlowActors.Runtime.Hosting;

/// <summary>The keys that callers over HTTP show: known by their hashes only, so that no key stands in memory, in a log or in an error.</summary>
internal sealed class ApiKeys
{
    private readonly IReadOnlyList<byte[]> _read;
    private readonly IReadOnlyList<byte[]> _admin;

    /// <summary>Takes the keys.</summary>
    /// <param name="read">Those that may read.</param>
    /// <param name="admin">Those that may do all there is.</param>
    public ApiKeys(IEnumerable<string> read, IEnumerable<string> admin)
    {
        _read = [.. read.Select(Hash)];
        _admin = [.. admin.Select(Hash)];
    }

    /// <summary>Whether there are any: else nobody is asked for one.</summary>
    public bool IsAny => _read.Count + _admin.Count > 0;

    /// <summary>What a key opens. However far it is right, this takes the same time.</summary>
    public KeyAccess AccessOf(string key)
    {
        var hash = Hash(key);
        var (read, admin) = (IsAmong(_read, hash), IsAmong(_admin, hash));
        return admin ? KeyAccess.All : read ? KeyAccess.Reading : KeyAccess.None;
    }

    public override string ToString() => $"{_read.Count} read, {_admin.Count} admin";

    private static bool IsAmong(IReadOnlyList<byte[]> hashes, byte[] hash) =>
        hashes.Aggregate(false, (found, known) => found | CryptographicOperations.FixedTimeEquals(known, hash));

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}

/// <summary>What a key opens.</summary>
internal enum KeyAccess
{
    /// <summary>It is no key of this server.</summary>
    None,

    /// <summary>What changes nothing.</summary>
    Reading,

    /// <summary>All there is.</summary>
    All,
}
