using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FlowActors.Serialization;

namespace FlowActors.Partitioning;

/// <summary>Records go to the subtask that owns the key group of their key.</summary>
/// <typeparam name="T">The records.</typeparam>
/// <typeparam name="TKey">The keys.</typeparam>
/// <param name="keySelector">Takes the key out of a record: same record, same key, always; never null.</param>
public sealed class KeyGroupPartitioner<T, TKey>(Func<T, TKey> keySelector) : Partitioner<T>
{
    /// <inheritdoc/>
    public override string Name => "HASH";

    /// <inheritdoc/>
    public override IReadOnlyList<object> UserCode => [keySelector];

    /// <inheritdoc/>
    public override void Validate(SerializerRegistry serializers) => serializers.GetKey<TKey>();

    /// <inheritdoc/>
    public override ChannelSelector<T> CreateSelector(ChannelSelectorSettings settings) =>
        new KeyGroupSelector(keySelector, settings);

    private sealed class KeyGroupSelector : ChannelSelector<T>
    {
        private readonly Func<T, TKey> _keySelector;
        private readonly string _place;
        private readonly KeySerializer<TKey> _keys;
        private readonly bool _normalize;
        private readonly bool _canBeNull = default(TKey) is null;
        private readonly int _maxParallelism;
        private readonly int _mask;
        private readonly int _shift;
        private readonly int _channels;
        private readonly ushort[] _owners;

        public KeyGroupSelector(Func<T, TKey> keySelector, ChannelSelectorSettings settings)
        {
            _keySelector = keySelector;
            _place = settings.Place;
            _keys = settings.Serializers.GetKey<TKey>();
            _normalize = _keys.NeedsNormalization;
            _maxParallelism = settings.MaxParallelism;
            // A power of two, as the default max parallelism is, needs no division.
            _mask = (_maxParallelism & (_maxParallelism - 1)) == 0 ? _maxParallelism - 1 : 0;
            _shift = BitOperations.Log2((uint)_maxParallelism);
            _channels = settings.Channels;
            _owners = new ushort[_maxParallelism];
            for (var group = 0; group < _maxParallelism; group++)
                _owners[group] = (ushort)FlowActors.KeyGroups.OwnerOf(group, _maxParallelism, settings.Channels);
        }

        // A hash of a number costs less than sending it along.
        public override bool HasKeyHash => typeof(TKey) != typeof(int) && typeof(TKey) != typeof(long);

        public override int Select(T value) => Channel(value, out _);

        public override int Select(T value, out int keyHash) => Channel(value, out keyHash);

        // The hash of a number is cheap; to turn it into a channel is most of the work, and vectors do that for eight at once.
        internal override bool SelectsBlocks => !HasKeyHash;

        internal override int KeyHash(T value) => Hash(Key(value));

        internal override void SelectBlock(Span<int> hashes)
        {
            FlowActors.KeyGroups.Murmur(hashes);
            if (_mask == 0)
            {
                foreach (ref var hash in hashes) hash = _owners[hash % _maxParallelism];
                return;
            }

            var vectors = MemoryMarshal.Cast<int, Vector<int>>(hashes);
            var mask = new Vector<int>(_mask);
            foreach (ref var vector in vectors) vector = ((vector & mask) * _channels) >> _shift;
            foreach (ref var hash in hashes[(vectors.Length * Vector<int>.Count)..]) hash = ((hash & _mask) * _channels) >> _shift;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private int Channel(T value, out int keyHash)
        {
            keyHash = Hash(Key(value));
            var hash = FlowActors.KeyGroups.Murmur(keyHash);
            // Group * channels / max parallelism, which is a shift where max parallelism is a power of two, as by default.
            return _mask != 0 ? ((hash & _mask) * _channels) >> _shift : _owners[hash % _maxParallelism];
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private TKey Key(T value)
        {
            var key = _keySelector(value);
            if (_canBeNull && key is null) NullKeyException.Throw(typeof(T), typeof(TKey), _place);
            return key;
        }

        // The two most frequent key types without a virtual call; the JIT removes the branches.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private int Hash(TKey key)
        {
            if (typeof(TKey) == typeof(int)) return Unsafe.As<TKey, int>(ref key);
            if (typeof(TKey) == typeof(long)) return StableHashes.Of(Unsafe.As<TKey, long>(ref key));
            return _keys.StableHash(_normalize ? _keys.Normalize(key) : key);
        }
    }
}
