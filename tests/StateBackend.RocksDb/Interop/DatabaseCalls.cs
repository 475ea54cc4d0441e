using System.Text;
using FlowActors.State.RocksDb.Interop;
using static FlowActors.StateBackend.RocksDb.Tests.Interop.Folder;

namespace FlowActors.StateBackend.RocksDb.Tests.Interop;

/// <summary>Databases with texts for keys and values.</summary>
internal static class DatabaseCalls
{
    public static void Put(this RocksDatabase database, int family, params (string Key, string Value)[] entries)
    {
        var batch = new BatchBuilder(database);
        foreach (var (key, value) in entries) batch.Put(family, Bytes(key), Bytes(value));
        database.Write(batch.Written);
    }

    public static string? Read(this RocksDatabase database, int family, string key)
    {
        var buffer = new byte[4096];
        var length = database.Get(family, Bytes(key), buffer);
        return length < 0 ? null : Encoding.UTF8.GetString(buffer, 0, length);
    }

    public static string Scan(this RocksDatabase database, int family, string from = "", string to = "", RocksSnapshot? at = null)
    {
        var found = new List<string>();
        using var iterator = database.Iterate(family, Bytes(from), Bytes(to), at);
        for (; iterator.IsValid; iterator.Next())
            found.Add($"{Encoding.UTF8.GetString(iterator.Key)}={Encoding.UTF8.GetString(iterator.Value)}");
        return string.Join(' ', found);
    }
}
