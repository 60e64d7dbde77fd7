/* The Linux calls that Swift's Glibc overlay lacks: epoll, eventfd, timerfd and accept4. */
#pragma once
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/timerfd.h>

int accept4(int fd, struct sockaddr *address, socklen_t *length, int flags);
