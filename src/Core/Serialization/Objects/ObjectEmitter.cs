using System.Reflection;
using System.Reflection.Emit;

namespace FlowActors.Serialization;

/// <summary>
/// Emits the code of one class or struct: members are read and set directly, neighbours of fixed width share one check of
/// the buffer, other members are a direct call of their serializer.
/// </summary>
internal sealed class ObjectEmitter
{
    private static readonly MethodInfo s_claimToWrite = Method(typeof(ByteWriter), nameof(ByteWriter.Claim));
    private static readonly MethodInfo s_claimToRead = Method(typeof(ByteReader), nameof(ByteReader.Claim));

    private readonly ObjectPlan _plan;
    private readonly TypeSerializer[] _nested;
    private readonly Type _contract;
    private readonly TypeBuilder _type;
    private readonly ObjectIl _il;

    private ObjectEmitter(ObjectPlan plan, TypeSerializer[] nested)
    {
        _plan = plan;
        _nested = nested;
        _contract = typeof(IObjectCode<>).MakeGenericType(plan.Type);
        _type = DynamicCode.DefineStruct(plan.Type.Name, nested.Select(n => n.GetType()).Append(plan.Type).Concat(Owners(plan)));
        _il = new ObjectIl(plan, _type, nested, i => nested[i] is not IFixedSerializer);
    }

    /// <summary>The emitted struct that implements <see cref="IObjectCode{T}"/> for the plan's type.</summary>
    public static Type Emit(ObjectPlan plan, TypeSerializer[] nested)
    {
        var emitter = new ObjectEmitter(plan, nested);
        emitter._il.EmitBind(emitter._contract);
        emitter.EmitWrite();
        emitter.EmitRead();
        emitter.EmitCopy();
        return emitter._il.Create(emitter._contract);
    }

    public static IEnumerable<Type> Owners(ObjectPlan plan) =>
        plan.Members.SelectMany(m => new[] { m.Type, m.Source.DeclaringType!, m.Target?.DeclaringType }).OfType<Type>();

    private void EmitWrite()
    {
        var il = DynamicCode.Implement(_type, _contract, "Write");
        var place = il.DeclareLocal(typeof(byte).MakeByRefType());
        var mark = _plan.Type.IsValueType ? 0 : 1;
        if (mark > 0) EmitMark(il, place);
        for (var i = 0; i < _nested.Length; i++)
        {
            if (_nested[i] is IFixedSerializer)
            {
                EmitFixedRun(il, place, i, i == 0 ? mark : 0, i == 0 && mark > 0 ? null : s_claimToWrite, (member, offset) =>
                {
                    LoadPlace(il, place, offset);
                    _il.LoadMember(il, 2, member);
                    il.Emit(OpCodes.Call, Method(((IFixedSerializer)_nested[member]).Codec, "Write"));
                });
                i = RunEnd(i) - 1;
                continue;
            }

            _il.LoadNested(il, i);
            il.Emit(OpCodes.Ldarg_1);
            _il.LoadMember(il, 2, i);
            il.Emit(OpCodes.Callvirt, Method(ObjectIl.CalledAs(_nested[i]), "Serialize"));
        }

        il.Emit(OpCodes.Ret);
    }

    private void EmitRead()
    {
        var il = DynamicCode.Implement(_type, _contract, "Read");
        var members = _il.DeclareMembers(il);
        var place = il.DeclareLocal(typeof(byte).MakeByRefType());
        for (var i = 0; i < _nested.Length; i++)
        {
            if (_nested[i] is IFixedSerializer)
            {
                EmitFixedRun(il, place, i, 0, s_claimToRead, (member, offset) =>
                {
                    LoadPlace(il, place, offset);
                    il.Emit(OpCodes.Call, Method(((IFixedSerializer)_nested[member]).Codec, "Read"));
                    il.Emit(OpCodes.Stloc, members[member]);
                });
                i = RunEnd(i) - 1;
                continue;
            }

            _il.LoadNested(il, i);
            il.Emit(OpCodes.Ldarg_1);
            il.Emit(OpCodes.Callvirt, Method(ObjectIl.CalledAs(_nested[i]), "Deserialize"));
            il.Emit(OpCodes.Stloc, members[i]);
        }

        _il.EmitConstructionAndReturn(il, members);
    }

    private void EmitCopy()
    {
        var il = DynamicCode.Implement(_type, _contract, "Copy");
        var members = _il.DeclareMembers(il);
        for (var i = 0; i < _nested.Length; i++)
        {
            if (_nested[i] is not IFixedSerializer) _il.LoadNested(il, i);
            _il.LoadMember(il, 1, i);
            if (_nested[i] is not IFixedSerializer) il.Emit(OpCodes.Callvirt, Method(ObjectIl.CalledAs(_nested[i]), "Copy"));
            il.Emit(OpCodes.Stloc, members[i]);
        }

        _il.EmitConstructionAndReturn(il, members);
    }

    /// <summary>
    /// For a class the check of its exact type, which shared generic code would do with a look-up, and the byte 1 for a value
    /// that is not null, which is claimed together with the first members.
    /// </summary>
    private void EmitMark(ILGenerator il, LocalBuilder place)
    {
        if (!_plan.Type.IsSealed) ObjectIl.EmitUnlessExact(il, _plan.Type, argument: 2, ExactType.Throw);
        EmitClaim(il, place, 1 + SizeOfRun(0), s_claimToWrite);
        il.Emit(OpCodes.Ldloc, place);
        il.Emit(OpCodes.Ldc_I4_1);
        il.Emit(OpCodes.Stind_I1);
    }

    /// <summary>Emits the access to each of the neighbours of fixed width, whose bytes are claimed at once, here or before.</summary>
    private void EmitFixedRun(ILGenerator il, LocalBuilder place, int start, int offset, MethodInfo? claim, Action<int, int> emitAccess)
    {
        if (claim is not null) EmitClaim(il, place, SizeOfRun(start), claim);
        for (var i = start; i < RunEnd(start); i++)
        {
            emitAccess(i, offset);
            offset += ((IFixedSerializer)_nested[i]).Size;
        }
    }

    private static void EmitClaim(ILGenerator il, LocalBuilder place, int size, MethodInfo claim)
    {
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Ldc_I4, size);
        il.Emit(OpCodes.Call, claim);
        il.Emit(OpCodes.Stloc, place);
    }

    private int SizeOfRun(int start) => _nested[start..RunEnd(start)].Cast<IFixedSerializer>().Sum(s => s.Size);

    private int RunEnd(int start)
    {
        while (start < _nested.Length && _nested[start] is IFixedSerializer) start++;
        return start;
    }

    private static void LoadPlace(ILGenerator il, LocalBuilder place, int offset)
    {
        il.Emit(OpCodes.Ldloc, place);
        if (offset == 0) return;
        il.Emit(OpCodes.Ldc_I4, offset);
        il.Emit(OpCodes.Add);
    }

    private static MethodInfo Method(Type type, string name) =>
        type.GetMethod(name, BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!;
}
