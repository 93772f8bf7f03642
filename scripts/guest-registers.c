/*
 * For user-mode-linux on processors with more registers than its kernel knows of, as those with AMX: it reads and
 * writes 2,696 octets of them, but Linux lets a tracer write all or nothing, and the guest ends before its first
 * process runs. Preloaded, this writes what the guest has, and leaves as they are the registers that it does not know.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <elf.h>
#include <linux/ptrace.h>
#include <string.h>
#include <sys/types.h>
#include <sys/uio.h>

static long real(int request, pid_t process, void *address, void *data)
{
	static long (*next)(int, pid_t, void *, void *);

	if (!next)
		next = (long (*)(int, pid_t, void *, void *))dlsym(RTLD_NEXT, "ptrace");
	return next(request, process, address, data);
}

long ptrace(int request, pid_t process, void *address, void *data)
{
	/* More than any processor has. */
	static __thread char registers[1 << 16];
	struct iovec *known = data;
	struct iovec all = {registers, sizeof(registers)};
	long result;

	if (request != PTRACE_SETREGSET || address != (void *)NT_X86_XSTATE)
		return real(request, process, address, data);
	result = real(PTRACE_GETREGSET, process, address, &all);
	if (result || all.iov_len <= known->iov_len)
		return result ? result : real(request, process, address, data);
	memcpy(registers, known->iov_base, known->iov_len);
	return real(request, process, address, &all);
}
